import { expect, test } from 'vitest'
import type { RpcRequest } from './jsonRpc.js'
import { cureRequest, cureResponse } from './rpcCures.js'

const token = '0x20c0000000000000000000000000000000000000'
const request = (method: string, ...params: unknown[]): RpcRequest => ({
  jsonrpc: '2.0',
  id: 1,
  method,
  params,
})
const answer = (result: unknown) => ({ jsonrpc: '2.0' as const, id: 1, result })

test('asks about the calls alone when someone else pays the fee', () => {
  const transaction = {
    from: '0x1',
    calls: [{ to: token }],
    feePayer: '0x2',
    feeToken: token,
    nonceKey: '0x1',
  }
  const cured = cureRequest(request('eth_call', transaction, 'latest'))
  expect(cured.params).toEqual([{ from: '0x1', calls: [{ to: token }] }, 'latest'])
})

test('leaves other requests as they are', () => {
  const plain = request('eth_call', { to: token, gas: '0x1' }, 'latest')
  expect(cureRequest(plain)).toBe(plain)
  const chainId = request('eth_chainId')
  expect(cureRequest(chainId)).toBe(chainId)
})

test('raises the gas of a batch, in both kinds of estimate', () => {
  const batch = { calls: [{ to: token }, { to: token }] }
  expect(cureResponse(request('eth_estimateGas', batch), answer('0x5208')).result).toBe('0x1cfde0')
  const filled = cureResponse(
    request('eth_fillTransaction', batch),
    answer({ raw: '0x', tx: { gas: '0x1', to: null } }),
  )
  expect(filled.result).toEqual({ raw: '0x', tx: { gas: '0x1cfde0', to: null } })
  expect(cureResponse(request('eth_estimateGas', batch), answer('0x1e8480')).result).toBe('0x1e8480')
})

test('keeps the estimate of one token transfer', () => {
  const transfer = { calls: [{ to: token }] }
  expect(cureResponse(request('eth_estimateGas', transfer), answer('0x5208')).result).toBe('0x5208')
})
