import { createWalletClient, custom, http, type LocalAccount } from 'viem'
import { afterEach, describe, expect, test } from 'vitest'
import type { ChainClient } from '../../../chain/Client.js'
import { createPayer } from '../../../payer/createPayer.js'
import type { Approve } from '../../../payer/Quote.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { codeOf } from '../../../testing/harness.js'
import { tempo, tempoSession } from '../index.js'
import {
  balance,
  feesOf,
  live,
  money,
  newAccount,
  payee,
  timeout,
  useLiveShop,
} from './testing/liveSessions.js'
import { price } from './testing/v2Shop.js'

useLiveShop()
afterEach(() => live.chain.resetTime())

/** Another browser of the same person, with nothing kept in it. */
function openBrowser(account: LocalAccount, refused: readonly string[] = []) {
  const node = http(live.chain.url)({})
  const transport = custom({
    async request({ method, params }) {
      if (refused.includes(method)) throw Object.assign(new Error('range too large'), { code: -32005 })
      return node.request({ method, params })
    },
  })
  const client = createWalletClient({ account, transport }) as ChainClient
  const asked: string[] = []
  const approve: Approve = async ({ offers: [offer] }) => {
    asked.push(`${offer?.intent} ${offer?.amount.value}`)
    return offer && { offer }
  }
  const methods = [tempo({ client }), tempoSession({ client })]
  const payer = createPayer({ methods, approve, store: createMemoryStore() })
  if (!payer.channels) throw new Error('The payer has no channels.')
  return { payer, channels: payer.channels, asked }
}

const wayTo = {
  'the chain’s log': { path: '/page', refused: [], asked: [], spent: 0n },
  'the server, which wants to know who asks': {
    path: '/known',
    refused: ['eth_getLogs'],
    asked: ['charge 0'],
    spent: 2n * price,
  },
}

describe.each(Object.entries(wayTo))('a deposit whose browser forgot it is found by %s', (_, way) => {
  test(
    'and taken back',
    async () => {
      const account = await newAccount()
      const url = `${live.shop.url}${way.path}`
      const before = openBrowser(account)
      for (let n = 0; n < 2; n++) expect((await before.payer.fetch(url)).status).toBe(200)
      const id = before.channels.list()[0]?.id ?? ''

      const { channels, payer, asked } = openBrowser(account, way.refused)
      expect(await channels.recover(url)).toEqual([id])
      expect(asked).toEqual(way.asked)
      expect(channels.list()).toMatchObject([
        { id, status: 'stale', deposit: 20_000n, spent: way.spent, trouble: { code: 'session_key_missing' } },
      ])
      // Once is enough, and a reload changes nothing.
      expect(await channels.recover(url)).toEqual([])

      await channels.requestClose(id)
      expect(channels.list()).toMatchObject([{ status: 'closeRequested' }])
      expect(await codeOf(channels.withdraw(id))).toBe('channel_too_early')
      await live.chain.increaseTime(901)
      await channels.refresh()
      expect(channels.list()).toMatchObject([{ status: 'withdrawable' }])
      await channels.withdraw(id)
      expect(channels.list()).toMatchObject([{ status: 'closed' }])
      expect(money - (await balance(account.address))).toBe(await feesOf(account.address))
      payer.destroy()
    },
    timeout,
  )
})

test(
  'nothing is found of another account, nor of one that was closed',
  async () => {
    const account = await newAccount()
    const url = `${live.shop.url}/page`
    const { payer, channels } = openBrowser(account)
    await payer.fetch(url)
    expect(await openBrowser(await newAccount()).channels.recover(url)).toEqual([])
    expect(await openBrowser(payee).channels.recover(url)).toEqual([])
    const had = await balance(payee.address)
    await channels.close(channels.list()[0]?.id ?? '')
    expect((await balance(payee.address)) > had - price).toBe(true)
    expect(await openBrowser(account).channels.recover(url)).toEqual([])
  },
  timeout,
)
