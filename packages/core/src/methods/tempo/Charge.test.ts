import { getAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { fakeClient, localAccount, pathUsd, payer, remoteAccount, setup, shop } from './testing/fakeClient.js'

const checksummed = getAddress(shop)
const splits = [{ amount: '4000', recipient: payer }]

describe('describe', () => {
  const terms = async (...parameters: Parameters<typeof setup>) => {
    const { method, request, context } = setup(...parameters)
    return method.describe(request, context)
  }

  test('a charge by a wallet', async () => {
    const client = fakeClient(remoteAccount)
    expect(await terms({ client, payees: { [checksummed]: 'The shop' } }, {}, { splits })).toEqual({
      amount: { value: 10_000n, decimals: 6, symbol: 'pathUSD', asset: pathUsd, currency: 'usd' },
      payee: { id: checksummed, name: 'The shop' },
      network: 'Tempo',
      splits: [
        { payee: { id: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8', name: undefined }, value: 4_000n },
      ],
      fees: 'payer',
      prompt: 'transaction',
      payer: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    })
    expect(client.calls).toEqual([])
  })

  test('who pays the fee, and what will be asked', async () => {
    const passkey = { ...localAccount, keyType: 'webAuthn' }
    const of = async (...parameters: Parameters<typeof setup>) => {
      const { fees, prompt } = await terms(...parameters)
      return [fees, prompt]
    }
    expect(await of()).toEqual(['payer', 'transaction'])
    expect(await of({}, {}, { feePayer: true })).toEqual(['payee', 'transaction'])
    expect(await of({}, { amount: '0' }, { feePayer: true })).toEqual(['none', 'signature'])
    expect(await of({ client: fakeClient(localAccount) })).toEqual(['payer', 'none'])
    expect(await of({ client: fakeClient(passkey) })).toEqual(['payer', 'signature'])
  })

  test('without a wallet, or with one that fails', async () => {
    const expected = { amount: { symbol: 'pathUSD' }, payer: undefined }
    expect(await terms()).toMatchObject(expected)
    expect(await terms({ client: () => Promise.reject(new Error('no connector')) })).toMatchObject(expected)
  })
})
