import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BaseError } from '../Errors.js'
import { Base64Url } from '../protocol/index.js'
import { headerText, json, jsonObject, nearlyJson, runs, survives } from '../protocol/testing/arbitraries.js'
import { createMemoryStore } from '../stores/MemoryStore.js'
import * as Backup from './Backup.js'
import * as Record from './Record.js'
import * as SessionReceipt from './SessionReceipt.js'
import { parse } from './Sse.js'

// Whatever a server, a file or a store says of a session is read, or refused with a typed error.

const id = 'ab'.repeat(32)

/** Bytes as a body that comes in pieces of these sizes. */
function bodyOf(bytes: Uint8Array<ArrayBuffer>, sizes: readonly number[]): Response {
  let at = 0
  let n = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      const size = sizes[n++ % sizes.length] ?? 1
      controller.enqueue(bytes.slice(at, at + size))
      at += size
    },
  })
  return new Response(body)
}

async function events(bytes: Uint8Array<ArrayBuffer>, sizes: readonly number[]): Promise<unknown[]> {
  const found: unknown[] = []
  for await (const { data, event, id } of parse(bodyOf(bytes, sizes))) found.push([data, event, id])
  return found
}

const streamText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'data:',
        'data: ',
        'event: ',
        'id: ',
        'retry: ',
        ':',
        '\n',
        '\r',
        '\r\n',
        '\n\n',
        '\ufeff',
      ),
      fc.constantFrom('payment-need-voucher', 'payment-receipt', 'é', '😀', '\u2028', '\0', ' '),
      fc.string({ unit: 'binary', maxLength: 6 }),
      nearlyJson.filter((text) => text.length < 200),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

test('any stream gives the same events however it is cut, and ends', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(streamText, sizes, async (text, cuts) => {
      const bytes = new TextEncoder().encode(text)
      const whole = await events(bytes, [bytes.length + 1])
      expect(await events(bytes, cuts)).toEqual(whole)
    }),
    runs,
  )
})

const amount = fc.oneof(
  fc.bigInt({ min: -1n, max: 10n ** 40n }).map(String),
  fc.constantFrom('', '0', '00', '01', '1e3', '0x1', ' 1', '+1', '-0', '9'.repeat(10_000)),
  json,
)

test('any receipt of a session says what can be, or is refused with a typed error', () => {
  const receipt = fc
    .tuple(
      jsonObject,
      fc.record(
        {
          status: fc.constantFrom('success', 'failed'),
          method: fc.constantFrom('tempo', '', 7),
          timestamp: fc.constantFrom('2026-01-01T00:00:00Z', 'now'),
          reference: fc.constantFrom(id, id.toUpperCase(), 'cd'.repeat(32), 7),
          channelId: fc.oneof(fc.constantFrom(id, id.toUpperCase(), ''), json),
          acceptedCumulative: amount,
          spent: amount,
        },
        { requiredKeys: [] },
      ),
    )
    .map(([rest, fields]) => ({ ...rest, ...fields }))
  const value = fc.oneof(
    receipt,
    receipt.map((fields) => Base64Url.fromText(JSON.stringify(fields))),
    headerText,
    nearlyJson.map((text) => Base64Url.fromText(text)),
  )
  fc.assert(
    fc.property(value, (each) => {
      const counted = survives(() => SessionReceipt.parse(each as string, id))
      if (!counted) return
      expect(counted.spent).toBeGreaterThanOrEqual(0n)
      expect(counted.accepted).toBeGreaterThanOrEqual(counted.spent)
      expect(String(counted.receipt.channelId ?? counted.receipt.reference).toLowerCase()).toBe(id)
    }),
    runs,
  )
})

test('any text is a backup of a channel, or refused with a typed error, and leaves nothing in the store', async () => {
  const known = fc
    .tuple(
      jsonObject,
      fc.record(
        {
          identity: fc.oneof(json, fc.constant({ id, source: 's', route: 'r', parts: {} })),
          payee: fc.oneof(json, fc.constant({ id: 'shop' })),
          asset: fc.oneof(json, fc.constant({ symbol: 'USD', asset: 'usd', decimals: 2 })),
          asked: fc.oneof(json, fc.constant({ url: 'https://shop.test/', challenge: 'Payment id="a"' })),
          origin: fc.constantFrom('https://shop.test', 'no url', 7),
          deposit: amount,
          signed: amount,
          openedAt: fc.oneof(fc.double(), json),
        },
        { requiredKeys: [] },
      ),
    )
    .map(([rest, fields]) => Base64Url.fromText(JSON.stringify({ ...rest, ...fields })))
  const text = fc.oneof(
    fc.tuple(known, headerText).map(([body, key]) => `payerkit-channel.1.${body}.payerkit-key.${key}`),
    headerText.map((rest) => `payerkit-channel.1.${rest}`),
    nearlyJson,
  )
  await fc.assert(
    fc.asyncProperty(text, async (each) => {
      const store = createMemoryStore()
      const error = await Backup.read(store, each, 'passphrase', async () => ({})).catch(
        (reason: unknown) => reason,
      )
      expect(error).toBeInstanceOf(BaseError)
      expect(await store.list('')).toEqual([])
    }),
    runs,
  )
})

test('any value of a store is a record or none', () => {
  fc.assert(
    fc.property(fc.oneof(json, jsonObject, fc.anything()), (value) => {
      expect(survives(() => Record.is(value))).toBeTypeOf('boolean')
    }),
    runs,
  )
})
