import { createEvmSeller, type EvmSessionRequest, Refusal } from '@payerkit/devnet'
import { type Context, Hono } from 'hono'
import { Receipt } from 'mppx'
import { type Address, parseUnits } from 'viem'
import { deposits, prices, testDollar } from './catalog.js'
import { type Chat, think } from './chatText.js'
import { streamOf } from './eventStream.js'
import type { Ledger } from './ledger.js'
import { ask, isOurs, isOver, metaOf, readCredential, refuse } from './ownOffer.js'
import { Problem } from './problem.js'
import { readChat } from './sessions.js'
import type { Settings } from './settings.js'

const path = '/evm/chat'

/**
 * A chat that is paid by the token, from a channel of an ordinary chain. No server of others sells by evm/session yet:
 * what checks and counts is this project's own, after the draft. Its channels are forgotten when it ends; the chain has
 * the deposits.
 */
export function createEvmSessions(parameters: {
  settings: Settings
  /** Where the chain is asked. */
  rpcUrl: string
  chainId: number
  token: Address
  escrow: Address
  ledger: Ledger
}): Hono {
  const { settings, rpcUrl: chainUrl, chainId, token, escrow, ledger } = parameters
  const { merchant: payee, challengeSecret: secretKey } = settings
  const { domain, decimals } = testDollar
  const seller = createEvmSeller({ chainUrl, chainId, escrow, payee, token: { address: token, ...domain } })
  const price = parseUnits(prices.chatToken, decimals)
  const request = {
    ...{
      amount: String(price),
      unitType: 'token',
      suggestedDeposit: String(parseUnits(deposits.chat, decimals)),
    },
    ...{ currency: token, recipient: payee.address },
    methodDetails: {
      ...{ chainId, escrowContract: escrow },
      // Who cannot sign for a deposit may make it.
      ...{ feePayer: true, credentialTypes: ['authorization', 'hash'] },
    },
  } satisfies EvmSessionRequest
  const ours = { secretKey, method: 'evm', intent: 'session' }

  function offer(context: Context, refusal: Problem): Response {
    const offered = { ...ours, request, meta: { goods: path }, description: 'An answer, by the token' }
    return ask(context, offered, refusal)
  }

  /** A credential for an offer of ours that stands ("Common Verification"). */
  function verify(context: Context) {
    const credential = readCredential(context)
    if (!credential) throw new Refusal(402, 'malformed-credential', 'The credential cannot be read.')
    const { challenge } = credential
    if (!isOurs(context, challenge, ours) || metaOf(challenge).goods !== path || isOver(challenge))
      throw new Refusal(402, 'challenge-not-found', 'The offer is not one of ours, or has ended.')
    return credential
  }

  async function serve(context: Context, chat: Chat): Promise<Response> {
    const { challenge, payload, source } = verify(context)
    const taken = await seller.take({ payload, source }, request)
    const receipt = seller.receipt(taken, challenge.id)
    if (taken.closed && taken.closed.paid > 0n)
      ledger.record({
        ...{ method: 'evm', intent: 'session', amount: String(taken.closed.paid), currency: token },
        ...{ path: `/api${path}`, reference: taken.closed.txHash, at: receipt.timestamp },
      })
    const headers = { 'payment-receipt': Receipt.serialize(receipt), 'cache-control': 'private, no-store' }
    const isUse = taken.action === 'open' || taken.action === 'voucher'
    // A credential by itself buys nothing.
    if (!isUse || context.req.raw.method === 'HEAD') return context.body(null, 204, headers)
    const answer = streamOf((signal) =>
      seller.deliver({ taken, challengeId: challenge.id, price, pieces: think(chat, signal), signal }),
    )
    return context.body(answer, 200, { ...headers, 'content-type': 'text/event-stream' })
  }

  const routes = new Hono()
  routes.get(path, async (context) => {
    const chat = readChat(new URL(context.req.url))
    if (!context.req.header('authorization'))
      return offer(context, new Problem(402, 'payment-required', 'Every word has to be paid for.'))
    try {
      return await serve(context, chat)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { status, type, message } = error
      const problem = new Problem(status, `session/${type}`, message)
      return status === 402 ? offer(context, problem) : refuse(context, problem)
    }
  })
  return routes
}
