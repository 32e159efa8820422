import { type SolanaChain, startSolana } from '@payerkit/devnet'
import { afterAll, afterEach, beforeAll, vi } from 'vitest'
import { createPayer } from '../../../payer/createPayer.js'
import type { Store } from '../../../stores/Store.js'
import { yes } from '../../../testing/harness.js'
import * as Account from '../Account.js'
import * as Address from '../Address.js'
import { type SolanaOptions, solana } from '../Charge.js'
import * as Message from '../Message.js'
import * as Transaction from '../Transaction.js'
import { someone, usdc } from './charges.js'
import { type Shop, startOwnShop, startPayKit } from './startShop.js'

// A chain, its people and two shops, for tests that run for real.

/** A mint of Token-2022. */
const pyusd = '2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo'
export const [seller, partner, fresh] = [someone(), someone(), someone()]
/** What an account of the classic token program costs, in lamports. */
export const rent = 2_039_280n
/** What is there while the tests of a file run. */
export const live = {} as { chain: SolanaChain; payKit: Shop; own: Shop; token: string }

/** Starts it all, once for a file. */
export function useLiveShops(): void {
  beforeAll(async () => {
    const chain = await startSolana()
    await chain.createMint({ address: usdc })
    await chain.createMint({ address: pyusd, program: 'token2022' })
    const token = await chain.createMint({ decimals: 2 })
    for (const owner of [seller, partner]) {
      chain.fund(owner)
      for (const mint of [usdc, pyusd, token]) await chain.mintTo(mint, owner, 0n)
    }
    chain.fund('9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu')
    const payKit = await startPayKit(chain, seller, partner)
    const ata = (owner: string, mint: string) =>
      Address.associated({ owner, mint, tokenProgram: Address.TOKEN })
    const half = { recipient: partner, amount: '400000' }
    const opens = { recipient: fresh, amount: '5', memo: 'bridge', ataCreationRequired: true }
    const spl = { amount: '25', currency: token, recipient: seller }
    const own = await startOwnShop(chain, ata, {
      '/sol': [
        { amount: '1000000', recipient: seller, externalId: 'order 8' },
        { splits: [{ ...half, memo: 'fee' }, half] },
      ],
      '/opens': [spl, { decimals: 2, splits: [opens] }],
      '/token': [spl, { decimals: 2 }],
      '/wrong': [spl, { decimals: 6 }],
      '/large': [{ ...spl, amount: '99999999' }, { decimals: 2 }],
      '/nobody': [{ ...spl, recipient: someone() }, { decimals: 2 }],
      '/mainnet': [{ recipient: seller }, { network: 'mainnet' }],
    })
    Object.assign(live, { chain, payKit, own, token })
  })

  afterAll(async () => {
    await Promise.all([live.payKit?.stop(), live.own?.stop(), live.chain?.stop()])
  })

  afterEach(() => vi.restoreAllMocks())
}

/** An account with a hundred of each, and what it has of them, with the fees apart. */
export async function rich() {
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const account = await Account.keypairAccount(secret)
  const { address } = account
  live.chain.fund(address)
  for (const [mint, amount] of [
    [usdc, 100_000_000n],
    [pyusd, 100_000_000n],
    [live.token, 100n],
  ] as const)
    await live.chain.mintTo(mint, address, amount)
  return account
}

/** What an owner has. */
const held = async (owner: string) => ({
  sol: live.chain.balance(owner),
  usdc: await live.chain.tokenBalance(usdc, owner),
  pyusd: await live.chain.tokenBalance(pyusd, owner),
  token: await live.chain.tokenBalance(live.token, owner),
})

/** Sends a signed transaction. */
export const post = async (signed: Uint8Array) =>
  live.chain.rpc('sendTransaction', [Buffer.from(signed).toString('base64'), { encoding: 'base64' }])

/** A payer that says yes and asks no server twice by itself. */
export function payerOf({ store, ...options }: Omit<SolanaOptions, 'rpc'> & { store?: Store }) {
  const methods = [solana({ rpc: live.chain.url, ...options })]
  return createPayer({ methods, approve: yes, retries: 0, ...(store && { store }) })
}

/** What everybody's balances changed by while something was done. */
export async function changes(owners: { [name: string]: string }, run: () => Promise<unknown>) {
  const before = await Promise.all(Object.values(owners).map(held))
  await run()
  const after = await Promise.all(Object.values(owners).map(held))
  return Object.fromEntries(
    Object.keys(owners).map((name, at) => [
      name,
      Object.fromEntries(
        Object.entries(after[at] ?? {}).flatMap(([what, now]) => {
          const change = (now ?? 0n) - ((before[at] as (typeof after)[0])[what as 'sol'] ?? 0n)
          return change === 0n ? [] : [[what, change]]
        }),
      ),
    ]),
  )
}

/** The network's fee of one signer: 5000 lamports, and what the compute units cost at a price below 257. */
export const isFee = (paid: bigint) => paid >= 5000n && paid <= 5052n

/** What a wallet makes of a message: another price of a compute unit, or a transfer of its own. */
export function rewrite(message: Transaction.Parsed['message'], change: number | 'more'): Uint8Array {
  const instructions = message.instructions.map((step) => ({ ...step }))
  if (change === 'more') {
    const accounts = [
      { address: message.signers[1] ?? '', signer: true, writable: true },
      { address: someone(), writable: true },
    ]
    instructions.push({
      program: Address.SYSTEM,
      accounts,
      data: Uint8Array.of(2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0),
    })
  } else {
    const [price] = instructions
    if (!price) throw new Error('no price')
    const data = new Uint8Array(9)
    data[0] = 3
    new DataView(data.buffer).setUint32(1, change, true)
    instructions[0] = { ...price, data }
  }
  return Transaction.serialize(Message.compile({ ...message, instructions }))
}
