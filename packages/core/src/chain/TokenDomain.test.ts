import { domainSeparator, encodeAbiParameters, parseAbiParameters } from 'viem'
import { describe, expect, test } from 'vitest'
import { chainId, shop, token } from '../methods/evm/testing/challenges.js'
import { createDomains } from './TokenDomain.js'
import { fakeClient, word } from './testing/fakeClient.js'

const where = { chainId, token }
const domain = { name: 'USD Coin', version: '2', chainId, verifyingContract: token }
const text = (value: string) => encodeAbiParameters(parseAbiParameters('string'), [value])
const eip5267 = (change: { fields?: `0x${string}`; chain?: bigint; contract?: `0x${string}` } = {}) =>
  encodeAbiParameters(parseAbiParameters('bytes1, string, string, uint256, address, bytes32, uint256[]'), [
    ...([change.fields ?? '0x0f', 'USD Coin', '2', change.chain ?? BigInt(chainId)] as const),
    ...([change.contract ?? token, `0x${'00'.repeat(32)}`, []] as const),
  ])

/** A client whose token answers to so many of its questions; each can be another. */
function tokenOf(answers: { [selector: string]: unknown }) {
  const all: { [selector: string]: unknown } = { '0xe94a0102': word(0n), ...answers }
  return fakeClient(undefined, {
    eth_call([{ data }]: [{ data: string }]) {
      const answer = all[data.slice(0, 10)]
      if (answer === undefined) throw new Error('execution reverted')
      return answer
    },
  })
}

const names = { '0x06fdde03': text('USD Coin'), '0x54fd4d50': text('2') }

describe('the domain of a token', () => {
  test('is what it says by EIP-5267, or by name and version', async () => {
    expect(await createDomains([])(tokenOf({ '0x84b0196e': eip5267() }), where)).toEqual(domain)
    expect(await createDomains([])(tokenOf(names), where)).toEqual(domain)
    const wrongNames = { '0x06fdde03': text('Other'), '0x54fd4d50': text('9') }
    expect(await createDomains([])(tokenOf({ ...wrongNames, '0x84b0196e': eip5267() }), where)).toEqual(
      domain,
    )
  })

  test.each([
    eip5267({ fields: '0x1f' }),
    eip5267({ chain: 1n }),
    eip5267({ contract: shop }),
    '0x',
    '0x12',
    null,
  ])('is not taken from what is of another kind (%#)', async (answer) => {
    expect(await createDomains([])(tokenOf({ '0x84b0196e': answer }), where)).toBeUndefined()
    expect(await createDomains([])(tokenOf({ ...names, '0x84b0196e': answer }), where)).toEqual(domain)
  })

  test('has to be the one that the token signs for', async () => {
    const separator = domainSeparator({ domain })
    expect(await createDomains([])(tokenOf({ ...names, '0x3644e515': separator }), where)).toEqual(domain)
    expect(await createDomains([])(tokenOf({ ...names, '0x3644e515': word(5n) }), where)).toBeUndefined()
  })

  test('is what the application says, before the chain', async () => {
    const known = { address: token, chainId, symbol: 'T', decimals: 6 }
    const own = { ...known, domain: { name: 'Own', version: '3' } }
    expect(await createDomains([own])(tokenOf(names), where)).toEqual({ ...domain, ...own.domain })
    const elsewhere = { ...own, chainId: chainId + 1 }
    expect(await createDomains([elsewhere])(tokenOf(names), where)).toEqual(domain)
  })

  test('is none where the token knows no EIP-3009', async () => {
    expect(await createDomains([])(tokenOf({ ...names, '0xe94a0102': undefined }), where)).toBeUndefined()
  })

  test('is asked for once, and again after no answer', async () => {
    const client = tokenOf(names)
    const domainOf = createDomains([])
    await Promise.all([domainOf(client, where), domainOf(client, where)])
    const asked = client.log.length
    expect(await domainOf(client, where)).toEqual(domain)
    expect(client.log.length).toBe(asked)
    const silent = createDomains([])
    expect(await silent(fakeClient(undefined, { eth_call: new Error('down') }), where)).toBeUndefined()
    expect(await silent(client, where)).toEqual(domain)
  })
})
