import * as Abi from './Abi.js'
import type { ChainClient } from './Client.js'
import type { EvmToken } from './EvmTokens.js'
import * as Hex from './Hex.js'
import { ask } from './Rpc.js'

/** The EIP-712 domain of a token. */
export type TokenDomain = {
  readonly name: string
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Hex.Hex
}

type Where = { readonly chainId: number; readonly token: Hex.Hex }

/**
 * Finds the domain that transfers by signature (EIP-3009) of a token are signed for: from what is configured, from
 * `eip712Domain()` (EIP-5267), or from `name()` and `version()`. The chain is asked once.
 *
 * @returns `undefined` where the token has no such transfers, or its domain is not known for sure.
 */
export function createDomains(configured: readonly EvmToken[]) {
  const found = new Map<string, Promise<TokenDomain | undefined>>()
  return async (client: ChainClient, where: Where): Promise<TokenDomain | undefined> => {
    const key = `${where.chainId}:${where.token}`
    const known = found.get(key) ?? look(client, where, configured)
    found.set(key, known)
    const domain = await known
    // A chain that did not answer may answer the next time.
    if (!domain) found.delete(key)
    return domain
  }
}

async function look(
  client: ChainClient,
  { chainId, token }: Where,
  configured: readonly EvmToken[],
): Promise<TokenDomain | undefined> {
  const call = (data: Hex.Hex) =>
    ask(client, 'eth_call', { to: token, data }, 'latest').catch(() => undefined)
  const own = configured.find((each) => each.chainId === chainId && each.address.toLowerCase() === token)
  const [state, separator, eip5267, name, version] = await Promise.all([
    // authorizationState(address,bytes32): only what knows EIP-3009 answers.
    call(`0xe94a0102${Abi.words(0, 0)}`),
    call('0x3644e515'),
    call('0x84b0196e'),
    call('0x06fdde03'),
    call('0x54fd4d50'),
  ])
  if (!Abi.numbers(state, 1)) return undefined
  const said = own?.domain ??
    readEip5267(eip5267, { chainId, token }) ?? { name: Abi.text(name), version: Abi.text(version) }
  if (!said.name || !said.version) return undefined
  const domain = { name: said.name, version: said.version, chainId, verifyingContract: token }
  // A token that says what it signs for says whether this is it.
  return Hex.is(separator, 32) && separator.toLowerCase() !== Abi.domainSeparator(domain) ? undefined : domain
}

/** Name and version, if the domain consists of these, the chain and the token itself. */
function readEip5267(answer: unknown, { chainId, token }: Where) {
  if (!Hex.is(answer)) return undefined
  const [fields, , , chain, contract] = Abi.numbers(answer.slice(0, 2 + 5 * 64), 5) ?? []
  // The first four of five fields, counted from the lowest bit: name, version, chainId and verifyingContract.
  const isUsual = fields === 0x0fn << 248n
  if (!isUsual || chain !== BigInt(chainId) || contract !== BigInt(token)) return undefined
  return { name: Abi.text(answer, 1), version: Abi.text(answer, 2) }
}
