import { deploy, devAccount, devAccounts } from '@payerkit/devnet'
import type { LocalAccount } from 'viem'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type * as Hex from '../../../chain/Hex.js'
import { balance, fund, live, local, remote, timeout, useLiveShop } from '../testing/live.js'
import { createPlainWallet, createTempoWallet } from '../testing/wallets.js'
import type { TempoSessionOptions } from './SessionTerms.js'
import { createCustomer } from './testing/customer.js'
import { feesOf, funds } from './testing/v1Channel.js'
import { price, type Shop, startShop } from './testing/v1Shop.js'

// Channels of protocol v1 as the session driver has them, at a server that is not ours.

useLiveShop()

const payee = devAccount(7)
let escrow: Hex.Hex
let shop: Shop

beforeAll(async () => {
  escrow = (await deploy(live.chain.url, 'TempoStreamChannel')).toLowerCase() as Hex.Hex
  const sponsor = devAccounts.sponsor()
  shop = await startShop({ chainUrl: live.chain.url, escrow, payee, sponsor })
}, timeout)
afterAll(() => shop.stop())

const deposit = 5n * price

type Kind = 'an account in the page' | 'an ordinary wallet' | 'a wallet that signs'
const kinds: Kind[] = ['an account in the page', 'an ordinary wallet', 'a wallet that signs']

function optionsOf(kind: Kind, account: LocalAccount): TempoSessionOptions {
  if (kind === 'an account in the page') return { client: local(account), escrows: [escrow] }
  const { url, chainId } = live.chain
  const [create, opening] =
    kind === 'an ordinary wallet'
      ? ([createPlainWallet, 'key'] as const)
      : ([createTempoWallet, 'wallet'] as const)
  return { client: remote(account.address, create({ account, url, chainId })), escrows: [escrow], opening }
}

async function customerOf(kind: Kind, path = '/page') {
  const account = await fund(funds)
  const customer = createCustomer(shop.url + path, optionsOf(kind, account))
  const paid = async () => funds - (await balance(account.address)) - (await feesOf(account.address))
  return { ...customer, paid }
}

describe.each(kinds)('a channel of %s', { timeout }, (kind) => {
  test.each(['/page', '/sponsored'])('opens, pays, tops up and closes at %s', async (path) => {
    const { scheme, context, open, pay, topUp, paid } = await customerOf(kind, path)
    const { opening, ...opened } = await open(deposit, 10n * deposit)
    const read = () => scheme.read(opening.identity, context())
    expect(opened).toMatchObject({ status: 200, receipt: { acceptedCumulative: '1000', spent: '1000' } })
    expect(await read()).toMatchObject({ deposit, settled: 0n })
    expect(await pay(opening, 3n * price)).toMatchObject({ status: 200, receipt: { spent: '2000' } })
    expect(await topUp(opening, deposit)).toMatchObject({ status: 204 })
    expect(await read()).toMatchObject({ deposit: 2n * deposit })
    expect(await pay(opening, 7n * price)).toMatchObject({ status: 200, receipt: { spent: '3000' } })
    // All of it is taken, so that it has to be what was spent.
    expect(await pay(opening, 3n * price, 'close')).toMatchObject({ status: 204 })
    expect(await read()).toBeUndefined()
    expect(await paid()).toBe(3n * price)
  })
})

// The wallet that signs dates by the machine's clock, which stays behind the chain's here.
describe.each(kinds.slice(0, 2))('a channel of %s that its server forgot', { timeout }, (kind) => {
  // Challenges end by the machine's clock.
  afterEach(() => live.chain.resetTime())

  test('is closed on the chain', async () => {
    const { scheme, context, open, paid } = await customerOf(kind)
    const { opening } = await open(deposit)
    const { identity, signer } = opening
    await scheme.requestClose(identity, context(signer))
    const { withdrawableAt = 0, time = 0 } = (await scheme.read(identity, context())) ?? {}
    expect(withdrawableAt - time).toBeGreaterThan(800_000)
    await expect(scheme.withdraw(identity, context(signer))).rejects.toMatchObject({
      code: 'channel_too_early',
    })
    await live.chain.increaseTime(900)
    await scheme.withdraw(identity, context(signer))
    expect(await scheme.read(identity, context())).toBeUndefined()
    expect(await paid()).toBe(0n)
  })
})

test('an escrow that the application does not name is refused before anything is signed', async () => {
  const customer = createCustomer(`${shop.url}/page`, { client: local(await fund(funds)) })
  await expect(customer.ask()).rejects.toThrow('is not an escrow that this application knows')
})
