import { BaseError } from '../Errors.js'
import * as Base64Url from '../protocol/Base64Url.js'
import * as Challenge from '../protocol/Challenge.js'
import * as JsonObject from '../protocol/JsonObject.js'
import { exportKey, importKey } from '../signers/KeyBackup.js'
import type { Store } from '../stores/Store.js'
import * as Channel from './Channel.js'
import * as Record from './Record.js'

// A channel as a text: `payerkit-channel.1.<what is known of it>.<its key, sealed with the passphrase>`. What is known
// of a channel is no secret: it is on the chain, but for where it is used.

const shape = /^payerkit-channel\.1\.([\w-]+)\.(payerkit-key\.\S+)$/
const whole = /^(?:0|[1-9]\d{0,77})$/

/**
 * A channel as a text that opens with a passphrase: all that is needed to use and to close it from another browser.
 *
 * @throws what `exportKey` throws.
 */
export async function write(store: Store, record: Record.Record, passphrase: string): Promise<string> {
  const key = await exportKey(store, record.keyId, passphrase)
  const { identity, rail, origin, realm, payee, fees, prompt, asset, price, unit, step, openedAt } = record
  const { deposit, settled, accepted, spent, signed, headroom } = record.channel
  const amounts = { price, step, deposit, settled, accepted, spent, signed, headroom }
  const { challenge, url, method } = Object.values(record.challenges).at(-1) ?? {}
  const asked = challenge && { challenge: Challenge.serialize(challenge), url, method }
  const known = { identity, rail, origin, realm, payee, fees, prompt, asset, unit, openedAt, asked }
  const texts = Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, String(value)]))
  return `payerkit-channel.1.${Base64Url.fromText(JSON.stringify({ ...known, ...texts }))}.${key}`
}

/**
 * The record of a backup, and its key kept in the store. Nothing in the text is believed that is not checked: whoever
 * wrote it gets no deposit added without a question.
 *
 * @throws BaseError of code `channel_backup_invalid` when the text is no backup, and what `importKey` throws.
 */
export async function read(
  store: Store,
  text: string,
  passphrase: string,
  check: (record: Record.Record) => Promise<Partial<Record.Record>>,
): Promise<Record.Record> {
  const [, body, key] = shape.exec(text.trim()) ?? []
  if (!body || !key) throw new InvalidError()
  let record: Omit<Record.Record, 'keyId'>
  try {
    record = recordOf(JsonObject.fromBase64Url(body))
  } catch (cause) {
    throw new InvalidError(cause)
  }
  const known = await check({ ...record, keyId: '' })
  return { ...record, ...known, keyId: await importKey(store, key, passphrase) }
}

function recordOf(body: JsonObject.JsonObject): Omit<Record.Record, 'keyId'> {
  const identity = objectAt(body, 'identity')
  const payee = objectAt(body, 'payee')
  const asset = objectAt(body, 'asset')
  const asked = objectAt(body, 'asked')
  const origin = textAt(body, 'origin')
  const url = textAt(asked, 'url')
  const [challenge] = Challenge.parse(textAt(asked, 'challenge')).challenges
  if (!challenge || new URL(url).origin !== origin) throw new InvalidError()
  const { fees, prompt } = body
  const deposit = amountAt(body, 'deposit')
  const { decimals } = asset
  if (
    decimals !== undefined &&
    !(Number.isInteger(decimals) && Number(decimals) >= 0 && Number(decimals) < 78)
  )
    throw new InvalidError()
  const openedAt = body.openedAt
  if (typeof openedAt !== 'number' || !Number.isFinite(openedAt)) throw new InvalidError()
  return {
    version: 1,
    identity: {
      id: textAt(identity, 'id'),
      source: textAt(identity, 'source'),
      route: textAt(identity, 'route'),
      parts: objectAt(identity, 'parts'),
    },
    rail: textAt(body, 'rail'),
    origin,
    realm: textAt(body, 'realm'),
    payee: { id: textAt(payee, 'id'), name: optional(payee, 'name') },
    fees: oneOf(fees, ['payer', 'payee', 'none']),
    prompt: oneOf(prompt, ['transaction', 'signature', 'card', 'none']),
    asset: {
      decimals: decimals as number | undefined,
      symbol: textAt(asset, 'symbol'),
      asset: textAt(asset, 'asset'),
      currency: optional(asset, 'currency'),
    },
    price: amountAt(body, 'price'),
    unit: optional(body, 'unit'),
    step: amountAt(body, 'step'),
    channel: channelOf(body, deposit),
    claimed: 0n,
    challenges: { [Record.resourceOf(url)]: { challenge, url, method: textAt(asked, 'method') } },
    openedAt,
    usedAt: openedAt,
  }
}

/** The channel of a backup: with nothing approved beyond what is deposited. */
function channelOf(body: JsonObject.JsonObject, deposit: bigint): Channel.Channel {
  const accepted = amountAt(body, 'accepted')
  const spent = amountAt(body, 'spent')
  const channel: Channel.Channel = {
    ...Channel.idle,
    status: 'active',
    deposit,
    limit: deposit,
    settled: amountAt(body, 'settled'),
    signed: amountAt(body, 'signed'),
    headroom: amountAt(body, 'headroom'),
    accepted,
    spent,
  }
  // Refuses numbers that do not fit together.
  return Channel.apply(channel, { type: 'receipt', accepted, spent })
}

function objectAt(from: JsonObject.JsonObject, field: string): JsonObject.JsonObject {
  const value = from[field]
  if (!JsonObject.is(value)) throw new InvalidError()
  return value
}

function textAt(from: JsonObject.JsonObject, field: string): string {
  const value = from[field]
  if (typeof value !== 'string') throw new InvalidError()
  return value
}

const optional = (from: JsonObject.JsonObject, field: string) =>
  from[field] === undefined ? undefined : textAt(from, field)

function amountAt(from: JsonObject.JsonObject, field: string): bigint {
  const text = textAt(from, field)
  if (!whole.test(text)) throw new InvalidError()
  return BigInt(text)
}

function oneOf<const value extends string>(given: unknown, values: readonly value[]): value {
  const found = values.find((value) => value === given)
  if (found === undefined) throw new InvalidError()
  return found
}

/** Thrown when a text is no backup of a channel, or not the whole of it. */
class InvalidError extends BaseError {
  override readonly name = 'Backup.InvalidError'
  constructor(cause?: unknown) {
    super('channel_backup_invalid', 'The text is no backup of a session, or not the whole of it.', { cause })
  }
}
