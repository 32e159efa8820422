import { describe, expect, test } from 'vitest'
import { createDomains } from '../../../chain/TokenDomain.js'
import { codeOf, localAccount, remoteAccount } from '../../../chain/testing/fakeClient.js'
import { chainId, escrow, sessionChallenge } from '../testing/challenges.js'
import { fakeChain, type Numbers } from '../testing/fakeChain.js'
import * as SessionRequest from './SessionRequest.js'
import * as Ways from './Ways.js'

const requestOf = (details: object) =>
  SessionRequest.read(sessionChallenge({}, details), { escrows: [{ chainId, address: escrow }] })

function choose(
  credentialTypes: string[],
  {
    account = remoteAccount,
    only,
    feePayer = true,
    numbers = {},
  }: {
    account?: typeof remoteAccount
    only?: SessionRequest.CredentialType[]
    feePayer?: boolean
    numbers?: Partial<Numbers>
  } = {},
) {
  const { client } = fakeChain({ account, numbers })
  return Ways.choose({
    connection: { client, account, chainId },
    request: requestOf({ credentialTypes, feePayer }),
    amount: 5_000n,
    only,
    domainOf: createDomains([]),
  })
}

describe('the way of a deposit', () => {
  test('is the first that the server lists and the account can go', async () => {
    expect(await choose(['authorization', 'permit2', 'hash'])).toMatchObject({ type: 'authorization' })
    expect(await choose(['hash', 'authorization'], { feePayer: false })).toEqual({ type: 'hash' })
    const approved = { numbers: { allowance: 5_000n } }
    expect(await choose(['permit2', 'authorization'], approved)).toEqual({ type: 'permit2', approves: false })
    const short = { numbers: { allowance: 4_999n } }
    expect(await choose(['permit2', 'authorization'], short)).toMatchObject({ type: 'authorization' })
  })

  test('is not a transaction of the payer where the server pays and has another', async () => {
    expect(await choose(['hash', 'authorization'])).toMatchObject({ type: 'authorization' })
    const plain = { numbers: { signs: false } }
    expect(await choose(['authorization', 'hash'], plain)).toEqual({ type: 'hash' })
    expect(await choose(['hash'])).toEqual({ type: 'hash' })
  })

  test('approves Permit2 only where nothing else is left', async () => {
    expect(await choose(['permit2'])).toEqual({ type: 'permit2', approves: true })
    expect(await choose(['permit2', 'hash'])).toEqual({ type: 'hash' })
    const plain = { numbers: { signs: false } }
    expect(await choose(['permit2', 'authorization'], plain)).toEqual({ type: 'permit2', approves: true })
  })

  test('is one that the application wants', async () => {
    expect(await choose(['authorization', 'hash'], { only: ['hash'] })).toEqual({ type: 'hash' })
    expect(await codeOf(choose(['authorization'], { only: ['hash'] }))).toBe('wallet_unsupported')
  })

  test('is one that an account in the page can sign', async () => {
    const { signTypedData: _, ...sender } = localAccount
    expect(await choose(['authorization', 'hash'], { account: sender })).toEqual({ type: 'hash' })
    const { sign: __, ...signer } = localAccount
    expect(await codeOf(choose(['hash'], { account: signer }))).toBe('wallet_unsupported')
    expect(await codeOf(choose(['permit2'], { account: signer }))).toBe('wallet_unsupported')
  })
})
