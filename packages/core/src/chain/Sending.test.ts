import { describe, expect, test } from 'vitest'
import { chainId, escrow, token } from '../methods/evm/testing/challenges.js'
import { fakeChain } from '../methods/evm/testing/fakeChain.js'
import { send } from './Sending.js'
import { codeOf, hash, localAccount, remoteAccount } from './testing/fakeClient.js'
import { RpcError } from './testing/wallets.js'

const approval = { to: token, data: '0x095ea7b3' } as const
const call = { to: escrow, data: '0xc79ea485' } as const

function setup(answers: { [method: string]: unknown } = {}, account = remoteAccount) {
  const { client, sent } = fakeChain({ account, answers })
  const told: string[] = []
  const run = (plan: object = { approval }) =>
    send(
      { client, account, chainId },
      {
        call,
        ...plan,
        async sent(known) {
          told.push(known)
        },
      },
    )
  return { client, sent, told, run }
}

const batching = {
  wallet_getCapabilities: { [`0x${chainId.toString(16)}`]: { atomic: { status: 'supported' } } },
  wallet_sendCalls: { id: '0x1' },
  wallet_getCallsStatus: { status: 200, receipts: [{ transactionHash: hash }] },
}

describe('an approval and a call', () => {
  test('are one transaction each, the approval first, and the call is told of before it is waited for', async () => {
    const { client, run, told } = setup()
    expect(await run()).toBe(hash)
    const sent = client.calls.filter(({ method }) => method === 'eth_sendTransaction')
    expect(sent.map(({ params: [each] }) => each)).toMatchObject([approval, call])
    expect(sent.every(({ retryCount }) => retryCount === 0)).toBe(true)
    expect(told).toEqual([hash])
  })

  test('are one batch where the wallet makes all of it or nothing', async () => {
    const { client, run, told } = setup(batching)
    expect(await run()).toBe(hash)
    const [batch] = client.calls.filter(({ method }) => method === 'wallet_sendCalls')
    expect(batch?.params[0]).toMatchObject({ atomicRequired: true, calls: [approval, call] })
    expect(client.log).not.toContain('eth_sendTransaction')
    expect(told).toEqual([hash])
  })

  test('are no batch without an approval', async () => {
    const { client, run } = setup(batching)
    expect(await run({})).toBe(hash)
    expect(client.log).not.toContain('wallet_sendCalls')
  })

  test.each([
    ['cancelled', { wallet_sendCalls: new RpcError(4001) }],
    ['unknown', { wallet_sendCalls: new RpcError(-32603) }],
    ['evm_failed', { wallet_getCallsStatus: { status: 400 } }],
    ['evm_failed', { wallet_getCallsStatus: { status: 500 } }],
    ['evm_failed', { eth_getTransactionReceipt: { status: '0x0' } }],
  ])('as a batch that came to nothing: %s', async (code, answers) => {
    const { run } = setup({ ...batching, ...answers })
    expect(await codeOf(run())).toBe(code)
  })
})

describe('a call', () => {
  test.each([
    ['cancelled', new RpcError(4001)],
    ['wallet_unsupported', new RpcError(-32601)],
    ['wallet_failed', new RpcError(4100)],
    ['unknown', new RpcError(-32603)],
  ])('whose answer is an error: %s', async (code, eth_sendTransaction) => {
    const { run, told } = setup({ eth_sendTransaction })
    expect(await codeOf(run({}))).toBe(code)
    expect(told).toEqual([])
  })

  test('that the network reverted', async () => {
    const { run, told } = setup({ eth_getTransactionReceipt: { status: '0x0' } })
    await expect(run({})).rejects.toMatchObject({ code: 'evm_failed', hash })
    expect(told).toEqual([hash])
  })

  test('of an account in the page has its hash before it is sent', async () => {
    const answers = {
      eth_getTransactionCount: '0x0',
      eth_sendRawTransaction: new RpcError(-32603),
    }
    const { run, told } = setup(answers, localAccount)
    const known = await run({})
    expect(told).toEqual([known])
  })

  test('of an account in the page was made if the chain has it, although a node would not take it again', async () => {
    const answers = {
      eth_getTransactionCount: '0x0',
      eth_sendRawTransaction: new RpcError(-32000, 'nonce too low'),
      eth_getTransactionByHash: { blockNumber: '0x1' },
    }
    const { run, told } = setup(answers, localAccount)
    expect([await run({})]).toEqual(told)
  })

  test('that an account in the page cannot pay the fee of was not made', async () => {
    const eth_sendRawTransaction = new RpcError(-32000, 'insufficient funds for gas')
    const { run, told } = setup({ eth_getTransactionCount: '0x0', eth_sendRawTransaction }, localAccount)
    expect(await codeOf(run({}))).toBe('wallet_failed')
    expect(told).toEqual([])
  })
})
