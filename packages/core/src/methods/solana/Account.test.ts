import type { Wallet, WalletAccount } from '@wallet-standard/base'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../testing/harness.js'
import * as Account from './Account.js'
import * as Address from './Address.js'
import { concat } from './Bytes.js'
import * as Message from './Message.js'
import { sign } from './Signing.js'
import * as Transaction from './Transaction.js'
import { accountOf, alice, bob, carol, createWallet } from './testing/charges.js'
import { blockhash } from './testing/fakeRpc.js'

const seed = new Uint8Array(32).fill(1)
const message = Message.compile({
  feePayer: alice,
  blockhash,
  instructions: [{ program: Address.MEMO, accounts: [{ address: carol }], data: Uint8Array.of(104, 105) }],
})
const transaction = Transaction.serialize(message)

describe('a key in the page', () => {
  test('is a seed, a seed with its address, or what the browser keeps, and signs alike', async () => {
    const pkcs8 = concat([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32], seed)
    const [privateKey, publicKey] = await Promise.all([
      crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', false, ['sign']),
      crypto.subtle.importKey('raw', Address.toBytes(alice), 'Ed25519', true, ['verify']),
    ])
    const secrets = [seed, concat(seed, Address.toBytes(alice)), { privateKey, publicKey }]
    const signed = await Promise.all(
      secrets.map(async (secret) => {
        const account = await Account.keypairAccount(secret)
        expect(account).toMatchObject({ address: alice, kind: 'local' })
        return [await account.signTransaction?.(transaction), await account.signMessage?.(message)] as const
      }),
    )
    for (const [each, signature] of signed) {
      expect([each, signature]).toEqual(signed[0])
      expect(Transaction.parse(each as Uint8Array).signatures.get(alice)).toEqual(signature)
    }
  })

  test('is used up by nobody: what was given stays as it was', async () => {
    const given = Uint8Array.from(seed)
    await Account.keypairAccount(given)
    expect(given).toEqual(seed)
  })

  test.each([new Uint8Array(31), new Uint8Array(65), concat(seed, Address.toBytes(bob))])(
    'is no key of %#',
    async (secret) => expect(await codeOf(Account.keypairAccount(secret))).toBe('solana_key_invalid'),
  )

  test('signs nothing that does not need it', async () => {
    const other = await accountOf(2)
    expect(await codeOf(other.signTransaction?.(transaction) as Promise<unknown>)).toBe(
      'solana_transaction_invalid',
    )
  })
})

describe('a wallet of the standard', () => {
  test('is taken as its types have it', async () => {
    const { wallet, account } = createWallet(await accountOf(1))
    const standard = {
      ...wallet,
      accounts: [],
      version: '1.0.0',
      name: '',
      icon: 'data:image/png;base64,',
      chains: [],
    } as const
    const typed: Wallet = standard
    const held: WalletAccount = { ...account, publicKey: new Uint8Array(32) } as WalletAccount
    expect(Account.walletAccount(typed, held)).toMatchObject({
      address: alice,
      kind: 'wallet',
      networks: ['localnet'],
    })
  })

  test('does what its account may, and no more', async () => {
    const local = await accountOf(1)
    const signs = createWallet(local, { chains: ['solana:devnet', 'solana:testnet'] })
    const account = Account.walletAccount(signs.wallet, signs.account)
    expect(account.networks).toEqual(['devnet'])
    expect(account.signAndSend).toBeUndefined()
    expect(await account.signMessage?.(message)).toEqual(await local.signMessage?.(message))
    await account.signTransaction?.(transaction, 'devnet')
    expect(signs.asked).toMatchObject([{ chain: 'solana:devnet' }])
    const bare = Account.walletAccount(signs.wallet, { ...signs.account, features: [] })
    expect([bare.signTransaction, bare.signMessage]).toEqual([undefined, undefined])
    const feature = {
      ...(signs.wallet.features['solana:signTransaction'] as object),
      supportedTransactionVersions: ['legacy'],
    }
    const old = { features: { ...signs.wallet.features, 'solana:signTransaction': feature } }
    expect(Account.walletAccount(old, signs.account).signTransaction).toBeUndefined()
    expect(() => Account.walletAccount(signs.wallet, { ...signs.account, address: '0x00' })).toThrow(
      Address.InvalidError,
    )
  })

  test.each([
    [Object.assign(new Error('No.'), { code: 4001 }), 'cancelled'],
    [new Error('User rejected the request.'), 'cancelled'],
    [new Error('Transaction cancelled'), 'cancelled'],
    [new Error('Approval denied'), 'cancelled'],
    [new Error('The transaction was rejected by the cluster'), 'wallet_failed'],
    [Object.assign(new Error('?'), { code: -32601 }), 'wallet_unsupported'],
    ['what?', 'wallet_failed'],
  ])('that says %s', async (error, code) => {
    const { wallet, account } = createWallet(await accountOf(1), {
      before: () => Promise.reject(error),
    })
    expect(
      await codeOf(Account.walletAccount(wallet, account).signTransaction?.(transaction) as Promise<unknown>),
    ).toBe(code)
  })
})

describe('what a wallet gives back', () => {
  const network = 'localnet'
  const given = async (
    before: (transaction: Uint8Array) => Uint8Array | Promise<Uint8Array>,
    maxPrice?: bigint,
  ) => {
    const { wallet, account } = createWallet(await accountOf(1), { before })
    return sign(Account.walletAccount(wallet, account), transaction, { network, maxPrice })
  }
  const withSteps = (steps: Message.Instruction[], change: Partial<Message.Message> = {}) =>
    Transaction.serialize(
      Message.compile({
        ...Message.parse(message),
        ...change,
        instructions: [...steps, ...Message.parse(message).instructions],
      }),
    )
  const fee = (...data: number[]) => ({
    program: Address.COMPUTE_BUDGET,
    accounts: [],
    data: Uint8Array.from(data),
  })

  test('is what was asked for, with its signature', async () => {
    const { transaction: signed, signature } = await given((each) => each)
    expect(signature).toEqual(Transaction.parse(signed).signatures.get(alice))
    expect(Transaction.parse(signed).bytes).toEqual(message)
  })

  test('may set the fee, up to what is allowed and only there', async () => {
    const steps = withSteps([fee(3, 16, 39, 0, 0, 0, 0, 0, 0), fee(2, 64, 13, 3, 0)])
    expect(Transaction.parse((await given(() => steps, 10_000n)).transaction).bytes).toEqual(
      Transaction.parse(steps).bytes,
    )
    for (const limit of [9_999n, undefined])
      expect(await codeOf(given(() => steps, limit))).toBe('wallet_changed_transaction')
  })

  test.each<[string, () => Uint8Array]>([
    ['too much work', () => withSteps([fee(2, 65, 13, 3, 0)])],
    ['an unknown step of the budget', () => withSteps([fee(4, 0, 0, 0, 0)])],
    ['a guard', () => withSteps([{ program: carol, accounts: [], data: new Uint8Array() }])],
    ['a memo', () => withSteps([{ program: Address.MEMO, accounts: [], data: new Uint8Array() }])],
    ['another life', () => withSteps([], { blockhash: bob })],
    ['more rights', () => remade()],
  ])('may not bring %s', async (_, make) => {
    expect(await codeOf(given(make, 5_000_000n))).toBe('wallet_changed_transaction')
  })

  const remade = () => {
    const parsed = Message.parse(message)
    const instructions = parsed.instructions.map((step) => ({
      ...step,
      accounts: step.accounts.map((each) => ({ ...each, writable: true })),
    }))
    return Transaction.serialize(Message.compile({ ...parsed, instructions }))
  }

  test('is truly signed', async () => {
    const local = await accountOf(1)
    const mute = { ...local, signTransaction: async () => new Uint8Array() }
    expect(await codeOf(sign(mute, transaction, { network }))).toBe('wallet_changed_transaction')
    const forged = async (signature: Uint8Array) =>
      sign(
        {
          ...local,
          signTransaction: async () => Transaction.serialize(message, new Map([[alice, signature]])),
        },
        transaction,
        { network },
      )
    for (const signature of [new Uint8Array(64), new Uint8Array(64).fill(1)])
      expect(await codeOf(forged(signature))).toBe('wallet_changed_transaction')
    expect(await codeOf(sign({ address: alice, kind: 'wallet' }, transaction, { network }))).toBe(
      'wallet_unsupported',
    )
  })
})
