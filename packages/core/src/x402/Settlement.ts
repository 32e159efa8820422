import { own } from '../chain/Fields.js'
import * as Base64Url from '../protocol/Base64Url.js'
import type { Credential } from '../protocol/Credential.js'
import * as JsonObject from '../protocol/JsonObject.js'
import { base } from '../protocol/Problem.js'
import * as Base64 from './Base64.js'
import * as Entry from './Entry.js'

// A payment on its way to a server of x402, and what it says of it.

/** The field that a payment is sent in, and its value. */
export function toField({ challenge, payload }: Credential): readonly [name: string, value: string] {
  const { version, accepted, resource, extensions } = Entry.read(challenge)
  const { scheme, network } = accepted
  // The card gateways take the bare token, whatever version they ask in.
  if (scheme === 'card') return ['X-PAYMENT', Base64.fromJson(payload)]
  return version === 1
    ? ['X-PAYMENT', Base64.fromJson({ x402Version: 1, scheme, network, payload })]
    : ['PAYMENT-SIGNATURE', Base64.fromJson({ x402Version: 2, resource, accepted, payload, extensions })]
}

/** What a server says of a payment; `undefined` where it says nothing that can be read. */
export function read({ headers }: Response): JsonObject.JsonObject | undefined {
  const value = headers.get('PAYMENT-RESPONSE') ?? headers.get('X-PAYMENT-RESPONSE')
  return value === null || value.length > 65_536 ? undefined : Base64.toJson(value)
}

/** What a server says of a payment as the value of `Payment-Receipt`, which the payer holds against the challenge. */
export function toReceipt(said: JsonObject.JsonObject, { challenge, payload }: Credential): string {
  const { scheme, network: asked } = Entry.read(challenge).accepted
  const text = (name: string) => {
    const value = own(said, name)
    return typeof value === 'string' ? value : undefined
  }
  const payer = text('payer')
  const isCard = scheme === 'card'
  const success = own(said, 'success')
  const fits = isCard
    ? text('method') === 'stripe'
    : text('network') === asked && (payer?.toLowerCase() ?? payerOf(payload)) === payerOf(payload)
  return Base64Url.fromText(
    JSON.stringify({
      status: success === true || (isCard && success === undefined) ? 'success' : 'failed',
      method: challenge.method,
      timestamp: new Date().toISOString(),
      reference: text(isCard ? 'reference' : 'transaction'),
      // One for another network or of another payer is for another payment.
      challengeId: fits ? challenge.id : '',
      network: text('network'),
      payer,
    }),
  )
}

function payerOf(payload: object): string | undefined {
  const { authorization, permit2Authorization = authorization } = payload as { [name: string]: unknown }
  const from = JsonObject.is(permit2Authorization) ? permit2Authorization.from : undefined
  return typeof from === 'string' ? from.toLowerCase() : undefined
}

/**
 * Why a payment was refused as a problem that the payer understands (RFC 9457), with what the body said besides. What paid
 * is not quoted.
 */
export function toProblem(
  reason: string,
  { status, text, settled }: { status: number; text: string | undefined; settled: boolean },
  credential: Credential,
): string {
  const problem = {
    type: base + (settled ? 'settlement-failed' : 'verification-failed'),
    title: 'The payment was refused.',
    status,
    detail: reason,
  }
  let json = JSON.stringify(problem)
  try {
    const body: unknown = JSON.parse(text ?? '')
    if (JsonObject.is(body)) json = JSON.stringify({ ...body, ...problem })
  } catch {
    // A body that is no JSON, or is nested without end, explains nothing.
  }
  const { spt } = credential.payload as { spt?: unknown }
  for (const secret of [toField(credential)[1], spt])
    if (secret && typeof secret === 'string') json = json.replaceAll(secret, '…')
  // Some facilitators quote the call that failed, with the signature in it.
  return json.replace(/0x[0-9a-f]{64,}/gi, '0x…')
}
