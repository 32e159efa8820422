import { tempo } from 'mppx/client'
import type { LocalAccount } from 'viem'
import { WebSocket } from 'ws'
import type { Backend } from './backend.js'

/** mppx's own payer for sessions, which puts at most so much in a channel. */
export function sessionOf(account: LocalAccount, { client }: Backend) {
  return tempo.session.manager({ account, client, maxDeposit: '0.20', webSocket: WebSocket as never })
}

/** What the merchant believes of a payer's channels. */
export async function channelsOf(account: LocalAccount, { get }: Backend) {
  const { sessions } = await (await get('/api/sessions')).json()
  const isTheirs = ({ payer }: { payer: string }) => payer.toLowerCase() === account.address.toLowerCase()
  return sessions.filter(isTheirs)
}
