import { InvalidError, own, readAmount, readObject, readText } from '../chain/Fields.js'
import { parseUnits } from '../policy/Amount.js'
import * as Base64Url from '../protocol/Base64Url.js'
import * as CanonicalJson from '../protocol/CanonicalJson.js'
import type { Challenge } from '../protocol/Challenge.js'
import * as Entry from './Entry.js'
import { readTimeout } from './ExactRequest.js'

/** What an entry of the scheme `card` asks for, as the Stripe charge that it is. */
export type CardRequest<charge> = {
  /** The same as a challenge of `stripe/charge`, without an end. */
  readonly challenge: Challenge
  /** What the method of card charges read of it. */
  readonly charge: charge
  /** In the currency's smallest part. */
  readonly amount: bigint
  /** How many decimals the server says that the currency has. */
  readonly decimals: number
  /** How long the server may take to be paid, in seconds. */
  readonly timeout: number
}

/**
 * Reads a challenge that was made of an entry of the scheme `card` as a challenge of `stripe/charge`. What the entry says
 * twice has to be the same: the amount (in the smallest part outside, as a decimal within), the currency, its decimals,
 * the network id and the kinds of payment methods.
 *
 * @throws InvalidError that says which field is wrong and why.
 */
export function read(challenge: Challenge): Omit<CardRequest<never>, 'charge'> {
  const { accepted } = Entry.read(challenge)
  const extra = readObject(own(accepted, 'extra'), 'extra')
  const request = readObject(own(extra, 'request'), 'extra.request')
  const details = readObject(own(request, 'methodDetails'), 'extra.request.methodDetails')
  if (own(accepted, 'network') !== 'stripe') throw new InvalidError('network', 'is not "stripe"')
  if (own(extra, 'method') !== 'stripe') throw new InvalidError('extra.method', 'is not "stripe"')
  if (own(extra, 'intent') !== 'charge') throw new InvalidError('extra.intent', 'is not "charge"')
  const amount = readAmount(own(accepted, 'amount'), 'amount', 96)
  const decimals = own(extra, 'decimals')
  if (typeof decimals !== 'number' || !Number.isInteger(decimals) || decimals < 0 || decimals > 4)
    throw new InvalidError('extra.decimals', 'is no number of decimals that a currency has')
  const currency = readText(own(extra, 'currency'), 'extra.currency')
  if (inSmallest(own(request, 'amount'), decimals) !== amount)
    throw new InvalidError('extra.request.amount', 'is another amount than the one outside')
  for (const name of ['decimals', 'currency']) same(request, extra, name, `extra.request.${name}`)
  for (const name of ['networkId', 'paymentMethodTypes'])
    same(details, extra, name, `extra.request.methodDetails.${name}`)
  const charge = {
    amount: String(amount),
    currency,
    methodDetails: details,
    externalId: own(request, 'externalId'),
  }
  const { header: _, ...rest } = challenge
  return {
    amount,
    decimals,
    timeout: readTimeout(own(accepted, 'maxTimeoutSeconds')),
    challenge: {
      ...rest,
      method: 'stripe',
      intent: 'charge',
      request: Base64Url.fromText(CanonicalJson.stringify(charge)),
    },
  }
}

function inSmallest(value: unknown, decimals: number): bigint | undefined {
  try {
    return parseUnits(readText(value, 'extra.request.amount'), decimals)
  } catch {
    return undefined
  }
}

type Fields = { readonly [name: string]: unknown }

function same(within: Fields, outside: Fields, name: string, field: string): void {
  const [one, other] = [own(within, name), own(outside, name)]
  if (one === undefined || CanonicalJson.stringify(one) !== CanonicalJson.stringify(other ?? null))
    throw new InvalidError(field, 'is missing, or another than the one outside')
}
