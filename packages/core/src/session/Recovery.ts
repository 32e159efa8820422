import * as Challenge from '../protocol/Challenge.js'
import * as JsonObject from '../protocol/JsonObject.js'
import * as Channel from './Channel.js'
import type { Host, Rail } from './Host.js'
import type * as Record from './Record.js'
import { resourceOf } from './Record.js'
import type { Found, OnChain } from './Scheme.js'
import type { House } from './Sessions.js'
import { KeyMissingError } from './Voucher.js'
import { railOf } from './Wire.js'

/**
 * Finds channels of the connected account that this browser does not know, and takes them in: their keys are gone, and
 * their money is not (draft-tempo-session-00, "Session Snapshot" and "Bootstrap Preflight").
 */
export async function recover(house: House, input: string): Promise<readonly string[]> {
  const { host } = house
  await house.ready()
  const { url } = host.prepare(input)
  const found: string[] = []
  for (const challenge of await challengesOf(host, url, 'GET')) {
    const rail = railOf(host, `${challenge.method}/${challenge.intent}`)
    if (!rail?.scheme.find) continue
    const request = rail.read(challenge) as never
    const context = { now: host.now }
    const known = await rail.scheme.find(request, context)
    const all =
      known.length > 0 ? known : await rail.scheme.find(request, context, await introduce(host, url))
    for (const each of all) {
      const { identity } = each
      if (house.drivers.has(identity.id)) continue
      rail.scheme.check(identity, request)
      const seen = await rail.scheme.read(identity, context)
      if (!seen || seen.over) continue
      await house.keep(await recordOf(house, rail, { challenge, url }, each, seen))
      found.push(identity.id)
    }
  }
  return found
}

async function challengesOf(
  host: Host,
  url: string,
  method: string,
): Promise<readonly Challenge.Challenge[]> {
  const response = await host.prepare(url, { method, cache: 'no-store' }).send()
  response.body?.cancel().catch(() => {})
  return Challenge.parse(response.headers).challenges
}

/** Says who asks, where the server wants to know it by a payment of nothing; what it says of the channel then. */
async function introduce(host: Host, url: string): Promise<JsonObject.JsonObject | undefined> {
  const challenges = await challengesOf(host, url, 'HEAD')
  const isFree = (each: Challenge.Challenge) =>
    each.intent === 'charge' && Challenge.decodeRequest(each).amount === '0'
  if (challenges.length === 0 || !challenges.every(isFree)) return undefined
  const { headers } = await host.run(host.prepare(url, { method: 'HEAD', cache: 'no-store' }), {})
  const snapshot = headers.get('Payment-Session-Snapshot')
  try {
    return snapshot === null ? undefined : JsonObject.fromBase64Url(snapshot)
  } catch {
    // A hint that cannot be read is none.
    return undefined
  }
}

async function recordOf(
  { host }: House,
  rail: Rail,
  { challenge, url }: Pick<Record.Remembered, 'challenge' | 'url'>,
  { identity, accepted = 0n, spent = 0n }: Found,
  seen: OnChain,
): Promise<Record.Record> {
  const request = rail.read(challenge) as never
  const { price, unpriced, unit } = rail.scheme.terms(request)
  const { amount, payee, fees, prompt } = await rail.describe(request, {
    challenge,
    now: host.now,
    store: host.store,
  })
  const { value: _, ...asset } = amount
  const { deposit } = seen
  // What the server says it has cannot be checked; it only tells what would come back.
  const isSound = spent <= accepted && accepted <= deposit
  const known = isSound ? { signed: accepted, accepted, spent, headroom: accepted - spent } : {}
  const channel: Channel.Channel = { ...Channel.idle, status: 'stale', deposit, limit: deposit, ...known }
  const { code, shortMessage } = new KeyMissingError()
  const now = host.now()
  return {
    version: 1,
    identity,
    keyId: '',
    rail: `${rail.name}/${rail.intent}`,
    origin: new URL(url).origin,
    realm: challenge.realm,
    payee,
    fees,
    prompt,
    asset,
    price,
    unpriced,
    unit,
    step: deposit,
    channel: Channel.apply(channel, { type: 'chain', ...seen }),
    claimed: 0n,
    challenges: { [resourceOf(url)]: { challenge, url, method: 'GET' } },
    openedAt: now,
    usedAt: now,
    trouble: { code, message: shortMessage },
  }
}
