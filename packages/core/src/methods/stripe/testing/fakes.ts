import { BaseError } from '../../../Errors.js'
import type { Challenge } from '../../../protocol/Challenge.js'
import { Base64Url, CanonicalJson } from '../../../protocol/index.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import type { AuthorizeContext, ResolveContext } from '../../Method.js'
import type { Token, TokenRequest } from '../index.js'

export const start = Date.parse('2030-01-15T12:00:00Z')

export const request = {
  amount: '5000',
  currency: 'usd',
  methodDetails: { networkId: 'profile_shop', paymentMethodTypes: ['card', 'link'] },
}

export function challengeOf(value: unknown = request, rest: Partial<Challenge> = {}): Challenge {
  return {
    id: 'ch_1',
    realm: 'shop.example',
    method: 'stripe',
    intent: 'charge',
    request: Base64Url.fromText(CanonicalJson.stringify(value)),
    expires: '2030-01-15T12:05:00Z',
    ...rest,
  }
}

/** A token endpoint in memory that counts. Each token is born with `first`, and can be changed in `tokens`. */
export function fakeTokens(first: Partial<Token> = {}) {
  const tokens = new Map<string, Token>()
  const log: string[] = []
  const requests: TokenRequest[] = []
  const count = (what: string) => log.filter((entry) => entry.startsWith(what)).length
  function find(spt: string): Token {
    const token = tokens.get(spt)
    if (!token) throw new Error(`No such token: ${spt}`)
    return token
  }
  return {
    tokens,
    log,
    requests,
    mints: () => count('mint'),
    revokes: () => count('revoke'),
    change(spt: string, news: Partial<Token>) {
      tokens.set(spt, { ...find(spt), ...news })
    },
    source: {
      async createToken(wish: TokenRequest): Promise<Token> {
        log.push('mint')
        requests.push(wish)
        const token: Token = { spt: `spt_test${tokens.size + 1}secret`, status: 'active', ...first }
        tokens.set(token.spt, token)
        return token
      },
      async readToken(spt: string): Promise<Token> {
        log.push('read')
        return find(spt)
      },
      async revokeToken(spt: string): Promise<void> {
        log.push('revoke')
        if (find(spt).status === 'deactivated') throw new Error(`${spt} is not active`)
        tokens.set(spt, { spt, status: 'deactivated', deactivatedReason: 'revoked' })
      },
    },
  }
}

export function contextOf(rest: Partial<AuthorizeContext> = {}): AuthorizeContext {
  return {
    challenge: challengeOf(),
    now: () => start,
    store: createMemoryStore(),
    idempotencyKey: 'attempt-1',
    input: { paymentMethod: 'pm_card_visa', paymentMethodType: 'card' },
    ...rest,
  }
}

export function resolveContextOf(spt: string, rest: Partial<ResolveContext> = {}): ResolveContext {
  const { challenge, now, store } = contextOf()
  return { challenge, now, store, authorization: { payload: { spt }, moves: 'after' }, ...rest }
}

/** The error of work that must fail, with everything that a log would show of it. */
export async function failureOf(work: Promise<unknown>): Promise<{ error: BaseError; text: string }> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof BaseError)) throw new Error(`Expected a BaseError, got ${String(error)}`)
  let text = ''
  for (let each: unknown = error; each instanceof Error; each = each.cause)
    text += `${each.name} ${each.message} ${JSON.stringify(each)} ${each.stack}\n`
  return { error, text }
}
