import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPayer } from '../payer/createPayer.js'
import type { Approve } from '../payer/Quote.js'
import * as Base64Url from '../protocol/Base64Url.js'
import { createMemoryStore } from '../stores/MemoryStore.js'
import { codeOf } from '../testing/harness.js'
import { type Meter, openMeter } from './testing/meter.js'
import { type Bank, createBank, createRail, type TestRail } from './testing/rail.js'

let bank: Bank
let meter: Meter
let rail: TestRail
let asked: number

const approve: Approve = async ({ offers: [offer] }) => {
  asked++
  return offer && { offer }
}

/** Another browser, with nothing kept in it. */
const openBrowser = () => {
  const store = createMemoryStore()
  const payer = createPayer({ methods: [rail], approve, now: () => bank.time, store })
  const { channels } = payer
  if (!channels) throw new Error('The payer has no channels.')
  return { store, payer, channels }
}

async function spendThree() {
  const browser = openBrowser()
  for (let n = 0; n < 3; n++) await browser.payer.fetch(`${meter.url}/a`)
  const id = browser.channels.list()[0]?.id ?? ''
  return { ...browser, id, text: await browser.channels.export(id, 'open sesame') }
}

beforeEach(async () => {
  bank = createBank()
  meter = await openMeter(bank)
  rail = createRail(bank)
  asked = 0
})
afterEach(() => meter.stop())

test('a channel goes on in another browser, and is closed there to the last unit', async () => {
  const { id, text } = await spendThree()
  const other = openBrowser()
  expect(await other.channels.import(text, 'open sesame')).toBe(id)
  expect(other.channels.list()).toMatchObject([{ id, status: 'active', spent: 3_000n, deposit: 100_000n }])
  expect((await other.payer.fetch(`${meter.url}/a`)).status).toBe(200)
  await other.channels.close(id)
  expect([bank.payee, bank.payer, asked]).toEqual([4_000n, 1_000_000_000n - 4_000n, 1])
})

test('the wrong passphrase opens nothing', async () => {
  const { text } = await spendThree()
  const other = openBrowser()
  expect(await codeOf(other.channels.import(text, 'open says me'))).toBe('passphrase_wrong')
  expect(other.channels.list()).toEqual([])
})

test('what was closed meanwhile is closed there too', async () => {
  const { id, text, channels } = await spendThree()
  await channels.close(id)
  const other = openBrowser()
  await other.channels.import(text, 'open sesame')
  expect(other.channels.list()).toMatchObject([{ id, status: 'closed' }])
})

test('what is here already stays as it is', async () => {
  const { id, text, channels, payer } = await spendThree()
  await payer.fetch(`${meter.url}/a`)
  await channels.import(text, 'open sesame')
  expect(channels.list()).toMatchObject([{ id, spent: 4_000n }])
  expect((await payer.fetch(`${meter.url}/a`)).status).toBe(200)
})

test('a forged backup gets no deposit added without a question', async () => {
  const { text } = await spendThree()
  const forged = change(text, (body) => ({ ...body, limit: '1000000000', allowance: '1000000000' }))
  const other = openBrowser()
  await other.channels.import(forged, 'open sesame')
  expect(other.channels.list()).toMatchObject([{ limit: 100_000n }])
})

const spoilt: { [what: string]: (body: { [field: string]: unknown }) => unknown } = {
  'an amount that is no whole number': (body) => ({ ...body, deposit: '1e9' }),
  'an amount below nothing': (body) => ({ ...body, deposit: '-1' }),
  'more spent than accepted': (body) => ({ ...body, spent: '90000' }),
  'more signed than deposited': (body) => ({ ...body, signed: '200000', headroom: '900000' }),
  'an address of another origin': (body) => ({ ...body, origin: 'https://elsewhere.example' }),
  'decimals that cannot be': (body) => ({ ...body, asset: { symbol: 'x', asset: 'x', decimals: -6 } }),
  'no identity': ({ identity: _, ...body }) => body,
  'no challenge': ({ asked: _, ...body }) => body,
  'a way of paying that is none': (body) => ({ ...body, prompt: 'eval' }),
}
for (const [what, spoil] of Object.entries(spoilt))
  test(`is refused: ${what}`, async () => {
    const { text } = await spendThree()
    const other = openBrowser()
    expect(await codeOf(other.channels.import(change(text, spoil), 'open sesame'))).toBe(
      'channel_backup_invalid',
    )
    expect(await other.store.list('')).toEqual([])
  })

test('is refused: an id that does not derive from its parts', async () => {
  const { text } = await spendThree()
  const forged = change(text, ({ identity, ...body }) => ({
    ...body,
    identity: { ...Object(identity), parts: { payee: 'somebody else' } },
  }))
  expect(await codeOf(openBrowser().channels.import(forged, 'open sesame'))).toBe('test_identity')
})

test('is refused: half of it, and anything else', async () => {
  const { text } = await spendThree()
  const other = openBrowser()
  for (const bad of ['', text.slice(0, 200), text.slice(0, -1), `${text}.`, text.replace('.1.', '.2.')])
    expect(['channel_backup_invalid', 'key_backup_invalid', 'passphrase_wrong']).toContain(
      await codeOf(other.channels.import(bad, 'open sesame')),
    )
  expect(other.channels.list()).toEqual([])
})

/** A backup with something else in what is known of the channel. */
function change(text: string, by: (body: { [field: string]: unknown }) => unknown): string {
  const [name, version, body = '', ...key] = text.split('.')
  const changed = by(JSON.parse(Base64Url.toText(body)))
  return [name, version, Base64Url.fromText(JSON.stringify(changed)), ...key].join('.')
}
