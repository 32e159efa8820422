import { BaseError } from '../../Errors.js'
import * as Base64Url from '../../protocol/Base64Url.js'
import * as JsonObject from '../../protocol/JsonObject.js'
import type { ChargeRequest } from './ChargeRequest.js'
import type { Enabled } from './Enabler.js'
import * as EncryptionKey from './EncryptionKey.js'

/** What proves a card charge (draft-card-charge-00, "Payload Fields"). */
export type ChargePayload = Enabled

// A credential travels in one header field.
const longest = 8_192
const address = ['line1', 'line2', 'city', 'state', 'zip', 'countryCode']

/**
 * Checks what an enabler answered, and takes of it what the draft names. The token itself is not looked into.
 *
 * @throws {@link EnablerInvalidError} {@link NetworkRefusedError} {@link BillingMissingError}
 */
export function check(value: unknown, request: ChargeRequest): ChargePayload {
  if (!JsonObject.is(value)) throw new EnablerInvalidError('it is no object')
  const read = (field: string, pattern: RegExp, from = value): string => {
    const text = from[field]
    if (typeof text !== 'string' || !pattern.test(text))
      throw new EnablerInvalidError(`its ${field} is wrong`)
    return text
  }
  const some = (fields: readonly string[], from = value): { readonly [field: string]: string } =>
    Object.fromEntries(
      fields.flatMap((field) =>
        from[field] === undefined ? [] : [[field, read(field, /^[^\p{Cc}]{1,255}$/u, from)]],
      ),
    )
  const network = read('network', /^[a-z][a-z0-9_-]{0,39}$/)
  if (!request.acceptedNetworks.includes(network)) throw new NetworkRefusedError(request)
  const { billingAddress } = value
  const billing = request.billingRequired && JsonObject.is(billingAddress) && some(address, billingAddress)
  if (request.billingRequired && !(billing && Object.keys(billing)[0])) throw new BillingMissingError()
  const encryptedPayload = read('encryptedPayload', /^[\w-]+(\.[\w-]+){4}$/)
  assertJwe(encryptedPayload, request.key)
  return {
    encryptedPayload,
    network,
    panLastFour: read('panLastFour', /^\d{4}$/),
    panExpirationMonth: read('panExpirationMonth', /^(0[1-9]|1[0-2])$/),
    panExpirationYear: read('panExpirationYear', /^20\d\d$/),
    // Where nobody asks for it, where somebody lives is nobody's business.
    ...(billing && { billingAddress: billing }),
    ...some(['cardholderFullName', 'paymentAccountReference']),
  }
}

/** draft-card-charge-00, "Encrypted Payload Format": for this key and no other, in the one form that is allowed. */
function assertJwe(jwe: string, key: EncryptionKey.EncryptionKey): void {
  if (jwe.length > longest) throw new EnablerInvalidError('its encryptedPayload is too long')
  const [head = '', ...rest] = jwe.split('.')
  let header: JsonObject.JsonObject
  let lengths: number[]
  try {
    header = JsonObject.fromBase64Url(head)
    lengths = rest.map((part) => Base64Url.toBytes(part).length)
  } catch {
    throw new EnablerInvalidError('its encryptedPayload is no compact JWE')
  }
  const { alg, enc, kid, zip, crit } = header
  if (alg !== 'RSA-OAEP-256' || enc !== 'A256GCM')
    throw new EnablerInvalidError(
      'its encryptedPayload is encrypted otherwise than RSA-OAEP-256 with A256GCM',
    )
  if (kid !== EncryptionKey.idOf(key))
    throw new EnablerInvalidError('its encryptedPayload is for another key')
  if (zip !== undefined || crit !== undefined)
    throw new EnablerInvalidError('its encryptedPayload has a header that is not allowed')
  const [wrapped = 0, iv, , tag] = lengths
  const right = EncryptionKey.lengthOf(key) ?? wrapped
  if (wrapped < 256 || wrapped !== right || iv !== 12 || tag !== 16)
    throw new EnablerInvalidError('its encryptedPayload has parts of the wrong length')
}

/** Thrown when the enabler's answer is no proof for this payment. Nothing was paid. */
export class EnablerInvalidError extends BaseError {
  override readonly name = 'Card.EnablerInvalidError'
  constructor(reason: string) {
    super('enabler_invalid', 'The card payment could not be prepared. Nothing was paid.', {
      metaMessages: [`The enabler's answer cannot be used: ${reason}.`],
    })
  }
}

/** Thrown when the seller does not take the card's network. Nothing was paid. */
export class NetworkRefusedError extends BaseError {
  override readonly name = 'Card.NetworkRefusedError'
  constructor({ acceptedNetworks }: ChargeRequest) {
    super(
      'payment_method_refused',
      'The seller does not take this card. Choose another one. Nothing was paid.',
      {
        metaMessages: [`The seller takes: ${acceptedNetworks.slice(0, 10).join(', ')}.`],
      },
    )
  }
}

/** Thrown when the seller wants a billing address and the card has none. Nothing was paid. */
export class BillingMissingError extends BaseError {
  override readonly name = 'Card.BillingMissingError'
  constructor() {
    super(
      'billing_missing',
      'The seller needs a billing address, and this card has none. Add one or use another card. Nothing was paid.',
    )
  }
}
