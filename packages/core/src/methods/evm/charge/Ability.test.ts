import { describe, expect, test } from 'vitest'
import { localAccount, payer } from '../../../chain/testing/fakeClient.js'
import { batching, contractWallet, keyWithCode, type Setup, setup } from '../testing/charging.js'

describe('whether an account can pay', () => {
  const reasonOf = async (options: Setup) => {
    const { capable, sent } = setup(options)
    const answer = await capable()
    expect(sent()).toEqual([])
    return answer?.able === false ? [answer.reason, answer.message] : ['able']
  }

  test.each<[string, Setup, string, RegExp?]>([
    ['it can', {}, 'able'],
    ['it has just enough', { numbers: { balance: 10_000n } }, 'able'],
    ['it has too little', { numbers: { balance: 9_999n } }, 'balance', /for this payment/],
    ['there is no wallet', { options: { client: () => undefined } }, 'disconnected'],
    ['it is elsewhere', { answers: { eth_chainId: '0x1' } }, 'chain', /network 42431/],
    [
      'the token takes no signatures',
      { numbers: { signs: false } },
      'unsupported',
      /no payments by signature/,
    ],
    ['the offer was paid before', { numbers: { used: true } }, 'unsupported', /would refuse/],
    ['a wallet signs no transaction', { types: ['transaction'] }, 'unsupported', /a way/],
    ['Permit2 is approved first', { types: ['permit2'] }, 'able'],
    ['there is no Permit2', { types: ['permit2'], numbers: { permit2: false } }, 'unsupported', /a way/],
    [
      'nobody pays for the approval',
      { types: ['permit2'], account: localAccount, answers: { eth_getBalance: '0x0' } },
      'allowance',
      /nothing in this wallet for the network's fee/,
    ],
    [
      'nobody sends the approval',
      { types: ['permit2'], account: { ...localAccount, sign: undefined } },
      'allowance',
      /sends no transactions/,
    ],
    [
      'nobody pays for the transaction',
      { types: ['transaction'], account: localAccount, answers: { eth_getBalance: '0x0' } },
      'balance',
      /the network's fee/,
    ],
    ['the account is of a kind of its own', { account: { address: payer, type: 'smart' } }, 'unsupported'],
    ['a contract signs for a token', { answers: contractWallet }, 'unsupported', /is a contract/],
    ['a contract signs for Permit2', { answers: contractWallet, types: ['permit2'] }, 'able'],
    ['a contract sends', { answers: contractWallet, types: ['authorization', 'hash'] }, 'able'],
    ['a key runs code', { answers: keyWithCode }, 'able'],
    ['a contract is yet to come', { answers: batching, types: ['permit2'] }, 'unsupported', /not have yet/],
    ['a contract to come sends', { answers: batching, types: ['permit2', 'hash'] }, 'able'],
  ])('%s', async (_, options, expected, sentence = /^/) => {
    const [reason, message = ''] = await reasonOf(options)
    expect(reason).toBe(expected)
    expect(message).toMatch(sentence)
  })
})
