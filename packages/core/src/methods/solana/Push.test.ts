import { describe, expect, test } from 'vitest'
import { CancelledError, WalletError } from '../../chain/Rpc.js'
import { createMemoryStore } from '../../stores/MemoryStore.js'
import { codeOf } from '../../testing/harness.js'
import { type SolanaAccount, walletAccount } from './Account.js'
import { toBase64 } from './Bytes.js'
import * as Message from './Message.js'
import * as Transaction from './Transaction.js'
import { accountOf, alice, bob, carol } from './testing/charges.js'
import { hint, statusOf } from './testing/fakeRpc.js'
import { setup } from './testing/setup.js'

describe('push', () => {
  const local = () => accountOf(1)

  test('what was sent, on a page that is gone, is asked for', async () => {
    let sent = 0
    const store = createMemoryStore()
    const answers = {
      sendTransaction: () => {
        sent++
        return Promise.reject(new Error('The connection was lost.'))
      },
      getBlockHeight: () => (sent > 1 ? 9999 : 1000),
      getSignatureStatuses: () => (sent > 0 ? statusOf(null) : { value: [null] }),
    }
    const { authorize, resolve } = await setup({ answers, mode: 'push' }, store)
    expect(await authorize()).toMatchObject({ payload: { type: 'signature' }, moves: 'before' })
    expect([sent, await resolve()]).toEqual([1, 'paid'])
  })

  test.each([
    [
      'refused it',
      Object.assign(new Error('Transaction simulation failed: Blockhash not found'), { code: -32002 }),
      'network_would_fail',
      'unpaid',
    ],
    [
      'had it already',
      Object.assign(new Error('This transaction has already been processed'), { code: -32002 }),
      'unknown',
      'unknown',
    ],
  ])('a node that %s', async (_, error, code, resolution) => {
    const answers = {
      sendTransaction: () => Promise.reject(error),
      getSignatureStatuses: () => Promise.reject(new Error('busy')),
    }
    const { authorize, resolve } = await setup({ answers, mode: 'push' })
    expect(await codeOf(authorize())).toBe(code)
    if (resolution === 'unknown') expect(await resolve()).toBe('unknown')
  })

  test('nothing is sent that the network says would fail, and a wallet is not asked', async () => {
    let asked = 0
    const signTransaction = async (transaction: Uint8Array) => {
      asked++
      return transaction
    }
    const account: SolanaAccount = { address: alice, kind: 'wallet', signTransaction }
    const simulateTransaction = () => ({ value: { err: { InsufficientFundsForRent: { account_index: 2 } } } })
    const { authorize } = await setup({ answers: { simulateTransaction }, mode: 'push', account })
    expect([await codeOf(authorize()), asked]).toEqual(['network_would_fail', 0])
  })

  test.each<[string, () => Promise<string>, string, string | undefined]>([
    ['a no', () => Promise.reject(new CancelledError()), 'cancelled', 'unpaid'],
    ['an error of its own', () => Promise.reject(new TypeError('?')), 'unknown', 'unpaid'],
    [
      'what came before sending',
      () => Promise.reject(new WalletError(new Error('?'), true)),
      'wallet_failed',
      'unpaid',
    ],
    ['silence', () => Promise.reject(new WalletError(new Error('?'), false)), 'unknown', 'unpaid'],
    ['nonsense', async () => 'abc', 'unknown', 'unpaid'],
  ])('a wallet that sends by itself answers with %s', async (_, signAndSend, code, resolution) => {
    const store = createMemoryStore()
    const account: SolanaAccount = { address: alice, kind: 'wallet', signAndSend }
    const { authorize, resolve } = await setup({ account, answers: { getBlockHeight: () => 9999 } }, store)
    expect(await codeOf(authorize())).toBe(code)
    expect(await resolve()).toBe(resolution)
  })

  test('a wallet that answers without a signature may have sent it', async () => {
    const feature = { signAndSendTransaction: async () => [{ signature: 'x' }] }
    const account = walletAccount(
      { features: { 'solana:signAndSendTransaction': feature } },
      { address: alice, chains: ['solana:localnet'], features: ['solana:signAndSendTransaction'] },
    )
    const answers = { getBlockHeight: () => 9999, getSignaturesForAddress: () => Promise.reject(new Error()) }
    const { authorize, resolve } = await setup({ account, answers })
    expect(await codeOf(authorize())).toBe('unknown')
    expect(await resolve()).toBe('unknown')
  })

  test('what a wallet sent with a step of its own is found, and a second prompt does not hide it', async () => {
    let wire = ''
    let prompts = 0
    const account: SolanaAccount = {
      address: alice,
      kind: 'wallet',
      signAndSend: async (transaction) => {
        if (prompts++ > 0) throw new CancelledError()
        const { message } = Transaction.parse(transaction)
        const guard = { program: carol, accounts: [{ address: bob }], data: Uint8Array.of(1) }
        const bytes = Message.compile({ ...message, instructions: [guard, ...message.instructions] })
        wire = toBase64((await (await local()).signTransaction?.(Transaction.serialize(bytes))) as Uint8Array)
        throw new Error('gone')
      },
    }
    const answers = {
      getBlockHeight: () => 9999,
      getSignaturesForAddress: () => [{ signature: 'ours', slot: 501 }],
      getTransaction: () => ({ transaction: [wire, 'base64'] }),
      getSignatureStatuses: () => statusOf(null),
    }
    const { authorize, resolve } = await setup({ account, answers })
    expect(await codeOf(authorize())).toBe('unknown')
    expect(await codeOf(authorize())).toBe('unknown')
    expect([prompts, await resolve()]).toEqual([1, 'paid'])
  })

  test.each(['simulateTransaction', 'signTransaction'])(
    'nothing is sent for an offer that ended during %s',
    async (slow) => {
      let now = Date.parse('2030-01-15T12:00:00Z')
      const asked: string[] = []
      const take = (what: string) => {
        asked.push(what)
        if (what === slow) now += 600_000
      }
      const key = await local()
      const signTransaction = async (transaction: Uint8Array) => {
        take('signTransaction')
        return (await key.signTransaction?.(transaction)) ?? transaction
      }
      const simulateTransaction = () => {
        take('simulateTransaction')
        return { value: { err: null } }
      }
      const answers = { simulateTransaction, sendTransaction: () => take('sendTransaction') }
      const { authorize } = await setup({
        ...{ answers, mode: 'push', account: { ...key, signTransaction } },
        ...{ expires: '2030-01-15T12:05:00Z', now: () => now },
      })
      expect(await codeOf(authorize())).toBe('challenge_expired')
      expect(asked.at(-1)).toBe(slow)
    },
  )

  test('the same steps with another end may be another payment', async () => {
    let wire = ''
    const account: SolanaAccount = {
      address: alice,
      kind: 'wallet',
      signAndSend: async (transaction) => {
        const { message } = Transaction.parse(transaction)
        const bytes = Message.compile({ ...message, blockhash: hint })
        wire = toBase64((await (await local()).signTransaction?.(Transaction.serialize(bytes))) as Uint8Array)
        throw new Error('gone')
      },
    }
    const answers = {
      getBlockHeight: () => 9999,
      getSignaturesForAddress: () => [{ signature: 'theirs', slot: 501 }],
      getTransaction: () => ({ transaction: [wire, 'base64'] }),
    }
    const { authorize, resolve } = await setup({ account, answers })
    expect(await codeOf(authorize())).toBe('unknown')
    expect(await resolve()).toBe('unknown')
  })

  test('a payment that was sent and failed is told so', async () => {
    const answers = { sendTransaction: () => 'x', getSignatureStatuses: () => statusOf('AccountInUse') }
    const { authorize } = await setup({ answers, mode: 'push' })
    expect(await codeOf(authorize())).toBe('solana_failed')
  })
})
