import { describe, expect, test } from 'vitest'
import { codeOf } from '../../testing/harness.js'
import * as Address from './Address.js'
import { genesis } from './Network.js'
import { alice, bob, carol, usdc } from './testing/charges.js'
import { blockhash, hint, mintAccount, tokenAccount, wealth } from './testing/fakeRpc.js'
import { setup, transactionOf } from './testing/setup.js'

const pyusd = '2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo'
const mainnet = { getGenesisHash: () => genesis.mainnet }

describe('describe', () => {
  test.each([
    [usdc, { decimals: 6, symbol: 'USDC', currency: 'usd' }],
    [pyusd, { decimals: 6, symbol: 'PYUSD', currency: 'usd' }],
    ['sol', { decimals: 9, symbol: 'SOL', currency: undefined }],
  ])('%s is known', async (currency, known) => {
    const more = { network: 'mainnet', ...(currency !== 'sol' && { decimals: 6 }) }
    const { describe } = await setup({
      answers: mainnet,
      change: { currency },
      more,
      payees: { [bob]: 'Bob' },
    })
    expect(await describe()).toMatchObject({
      amount: { value: 1_000_000n, asset: currency, ...known },
      payee: { id: bob, name: 'Bob' },
      network: 'Solana',
      fees: 'payer',
      payer: alice,
    })
  })

  test('other tokens are what the network or the application says', async () => {
    const change = { currency: carol }
    const more = { decimals: 2 }
    const told = await setup({ change, more, known: { [carol]: mintAccount(2, Address.TOKEN_2022) } })
    expect((await told.describe()).amount).toMatchObject({ decimals: 2, symbol: 'unknown token' })
    const mute = await setup({ change, more, answers: { getMultipleAccounts: () => 7 } })
    expect((await mute.describe()).amount).toMatchObject({ decimals: undefined, symbol: 'unknown token' })
    // What nobody knows is not signed for.
    expect(await codeOf(mute.authorize())).toBe('network_unreachable')
    const token = {
      address: carol,
      network: 'localnet',
      symbol: 'TEST',
      decimals: 2,
      tokenProgram: Address.TOKEN,
    } as const
    const configured = await setup({ change, more, mints: [token] })
    expect((await configured.describe()).amount).toMatchObject({ decimals: 2, symbol: 'TEST' })
    expect(configured.asked).toEqual(['getGenesisHash'])
  })

  test.each([
    [{ decimals: 6 }, mintAccount(2), 'request_invalid'],
    [{ decimals: 2, tokenProgram: Address.TOKEN }, mintAccount(2, Address.TOKEN_2022), 'request_invalid'],
    [{ decimals: 2 }, wealth(), 'request_invalid'],
    [{ decimals: 2 }, null, 'request_invalid'],
    [{ decimals: 2 }, tokenAccount(carol, 1n), 'request_invalid'],
  ])('a challenge that says otherwise than the network is refused: %o', async (more, found, code) => {
    const { describe } = await setup({ change: { currency: carol }, more, known: { [carol]: found } })
    expect(await codeOf(describe())).toBe(code)
  })

  test.each([
    [{ network: 'mainnet' }, {}],
    [{ network: 'devnet' }, mainnet],
    [{ network: 'localnet' }, mainnet],
    [{ network: 'localnet' }, { getGenesisHash: () => '4uhcVJyU9pJkvQyUS88uRDiswHXSCkY3zQawwpjk2NsY' }],
  ])(
    'a network that is not the application’s is refused, and never signed for: %o',
    async (more, answers) => {
      const { describe, authorize, capable } = await setup({ answers, more })
      expect(await codeOf(describe())).toBe('chain_mismatch')
      expect(await codeOf(authorize())).toBe('chain_mismatch')
      expect(await capable()).toMatchObject({ able: false, reason: 'chain' })
    },
  )
})

describe('authorize', () => {
  test('signs what was asked for, step by step', async () => {
    const splits = [{ recipient: carol, amount: '5', memo: 'fee', ataCreationRequired: true }]
    const tokenProgram = Address.TOKEN
    const ata = (owner: string) => Address.associated({ owner, mint: usdc, tokenProgram })
    const known = Object.fromEntries(
      [alice, bob, carol].map((each) => [ata(each), tokenAccount(usdc, 2_000_000n)]),
    )
    const { authorize } = await setup({
      change: { currency: usdc, externalId: 'order 7' },
      more: { decimals: 6, splits, feePayer: true, feePayerKey: bob, recentBlockhash: blockhash },
      known: { ...known, [usdc]: mintAccount(6) },
    })
    const authorization = await authorize()
    expect(authorization).toMatchObject({ source: `did:pkh:solana:localnet:${alice}`, moves: 'after' })
    const { message, signatures } = transactionOf(authorization)
    expect([message.feePayer, message.blockhash, message.signers]).toEqual([bob, blockhash, [bob, alice]])
    expect(signatures.get(bob)).toEqual(new Uint8Array(64))
    const [price, limit, ...steps] = message.instructions
    expect([price?.program, price?.data[0], limit?.program, limit?.data[0]]).toEqual([
      Address.COMPUTE_BUDGET,
      3,
      Address.COMPUTE_BUDGET,
      2,
    ])
    const text = (data: Uint8Array) => new TextDecoder().decode(data)
    expect(
      steps.map(({ program, accounts, data }) => [
        program,
        accounts.map(({ address }) => address),
        program === Address.MEMO ? text(data) : [...data],
      ]),
    ).toEqual([
      [Address.TOKEN, [ata(alice), usdc, ata(bob), alice], [12, 0x3b, 0x42, 0x0f, 0, 0, 0, 0, 0, 6]],
      [Address.MEMO, [], 'order 7'],
      [Address.ATA, [bob, ata(carol), carol, usdc, Address.SYSTEM, Address.TOKEN], [1]],
      [Address.TOKEN, [ata(alice), usdc, ata(carol), alice], [12, 5, 0, 0, 0, 0, 0, 0, 0, 6]],
      [Address.MEMO, [], 'fee'],
    ])
  })

  test('takes a blockhash of its own where the hint is over', async () => {
    const { authorize } = await setup({ more: { recentBlockhash: hint } })
    expect(transactionOf(await authorize()).message.blockhash).toBe(blockhash)
  })

  test('two challenges are two transactions, and one is one', async () => {
    const sign = async (id: string) => (await (await setup({ id })).authorize()).payload
    expect(await sign('a')).not.toEqual(await sign('b'))
    expect(await sign('a')).toEqual(await sign('a'))
  })

  test.each<[string, Parameters<typeof setup>[0], string]>([
    ['nobody to pay', { account: () => undefined }, 'disconnected'],
    ['too little', { known: { [alice]: wealth(999_999) } }, 'balance'],
    ['too little for the fee', { known: { [alice]: wealth(1_004_999) } }, 'balance'],
    [
      'an account of another network',
      { account: { address: alice, kind: 'wallet', networks: ['mainnet'] } },
      'chain',
    ],
    ['an account that cannot sign', { account: { address: alice, kind: 'wallet' } }, 'unsupported'],
    ['itself as the one who pays the fee', { more: { feePayer: true, feePayerKey: alice } }, 'unsupported'],
    [
      'a sponsor and a wallet that only sends',
      {
        more: { feePayer: true, feePayerKey: bob },
        account: { address: alice, kind: 'wallet', signAndSend: async () => '' },
      },
      'unsupported',
    ],
    [
      'a part whose account is there, and could be closed until the payer has to pay for another',
      {
        change: { currency: usdc },
        more: { decimals: 6, splits: [{ recipient: carol, amount: '5', ataCreationRequired: true }] },
        known: {
          [usdc]: mintAccount(6),
          ...Object.fromEntries(
            [alice, bob, carol].map((owner) => [
              Address.associated({ owner, mint: usdc, tokenProgram: Address.TOKEN }),
              tokenAccount(usdc, 9_000_000n),
            ]),
          ),
        },
      },
      'unsupported',
    ],
    [
      'a sponsor where it must send',
      { more: { feePayer: true, feePayerKey: bob }, mode: 'push' },
      'unsupported',
    ],
    [
      'a frozen account',
      {
        change: { currency: usdc },
        more: { decimals: 6 },
        known: {
          [usdc]: mintAccount(6),
          ...Object.fromEntries(
            [alice, bob].map((owner) => [
              Address.associated({ owner, mint: usdc, tokenProgram: Address.TOKEN }),
              tokenAccount(usdc, 9_000_000n, Address.TOKEN, owner === alice ? 2 : 1),
            ]),
          ),
        },
      },
      'balance',
    ],
  ])('signs nothing for %s', async (_, options, reason) => {
    const { authorize, capable } = await setup(options)
    expect(await capable()).toMatchObject({ able: false, reason })
    expect(await codeOf(authorize())).toBe(reason === 'disconnected' ? reason : 'solana_unable')
  })
})
