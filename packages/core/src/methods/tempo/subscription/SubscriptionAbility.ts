import * as Client from '../../../chain/Client.js'
import * as Hex from '../../../chain/Hex.js'
import { incapable } from '../../../chain/Incapable.js'
import * as Rpc from '../../../chain/Rpc.js'
import type { Capability } from '../../Method.js'
import { readKey } from './SubscriptionKey.js'
import type { SubscriptionRequest } from './SubscriptionRequest.js'

/** Whether the account can agree to a subscription, as far as it can be known without a prompt. */
export async function capable(
  { chainId, currency: token, amount, key }: SubscriptionRequest,
  source: Client.ClientSource,
): Promise<Capability> {
  try {
    const connection = await Client.connect(source, chainId)
    const { client, account } = connection
    if (!(await signsKeys(connection)))
      return { able: false, reason: 'unsupported', message: 'This wallet cannot set up subscriptions.' }
    const [{ status }, balance] = await Promise.all([
      readKey(client, { payer: account.address, key, token }),
      Rpc.quantity(
        client,
        'eth_call',
        { to: token, data: `0x70a08231${Hex.word(account.address)}` },
        'latest',
      ),
    ])
    if (status === 'revoked' || status === 'expired') {
      const message = 'The seller asks by a key that was cancelled or has ended, and has to bring a new one.'
      return { able: false, reason: 'unsupported', message }
    }
    if (balance >= amount) return { able: true }
    const message = 'There is not enough in this wallet for the first period.'
    return { able: false, reason: 'balance', message }
  } catch (error) {
    return incapable(error)
  }
}

/** Whether the account lets other keys act for it; whoever holds it for a page says so when asked. */
async function signsKeys({ client, account }: Client.Connection): Promise<boolean> {
  if (account.type === 'local') return Boolean(account.sign) && !account.accessKeyAddress
  const id = Hex.fromNumber(await Rpc.quantity(client, 'eth_chainId'))
  const answer = await Rpc.ask(client, 'wallet_getCapabilities', account.address, [id]).catch(() => undefined)
  const capabilities = (
    answer as { [chain: string]: { accessKeys?: { status?: unknown } } | undefined } | null | undefined
  )?.[id]
  return capabilities?.accessKeys?.status === 'supported'
}
