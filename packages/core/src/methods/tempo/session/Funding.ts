import { type ChainAccount, type ChainClient, DisconnectedError, ownerOf } from '../../../chain/Client.js'
import { readChannel } from '../../../chain/Escrow.js'
import type * as Hex from '../../../chain/Hex.js'
import { CancelledError } from '../../../chain/Rpc.js'
import type { Signer } from '../../../signers/Signer.js'
import * as Grant from './Grant.js'
import * as Keychain from './Keychain.js'
import type { Channel, Draft, Protocol } from './Protocol.js'
import { accessAccount, addressOf } from './SessionSigner.js'

/** Who signs the transactions of a channel: a key in the page, the wallet, or a key that the wallet allows. */
export type Opening = 'key' | 'wallet'

/** What is known of the money before a channel is opened or added to. */
export type Funds = {
  readonly client: ChainClient
  readonly protocol: Protocol
  readonly opening: Opening
  /** How long a key may sign for a wallet, in seconds. */
  readonly keyLifetime: number
  readonly sponsored: boolean
  readonly feeToken: Hex.Hex
  readonly route: string
  readonly context: Grant.Context
}

/** Who signs, and the key of the channel's vouchers. */
export type Funder = {
  readonly account: ChainAccount
  readonly keyId: string
  readonly signer: Signer
  /** To be told what channel the key was used for before its transaction leaves. */
  used(id: Hex.Hex, endsAt: number): Promise<void>
  /** To be told that nothing was signed. */
  unused(): Promise<void>
}

// What one transaction's fee stays under, in a token of six decimals; a key may pay five of them.
const fee = 50_000n
const fees = 5n * fee

/** Who signs what opens a channel. Prompts where a wallet has to allow a key first. */
export async function toOpen(
  funds: Funds,
  draft: Omit<Draft, 'payer' | 'authorizedSigner' | 'salt'>,
  { deposit, limit }: { deposit: bigint; limit: bigint },
): Promise<Funder> {
  const { context, opening } = funds
  const account = accountOf(funds.client)
  if (context.signal?.aborted) throw new CancelledError()
  if (account.type === 'local' || opening === 'wallet') {
    const { id: keyId, signer } = await context.keys.create()
    return { account, keyId, signer, used: async () => {}, unused: () => context.keys.remove(keyId) }
  }
  const payer = lower(account.address)
  const granted = await Grant.obtain(needOf(funds, { ...draft, payer }, deposit, limit), context)
  const { keyId } = granted.grant
  return {
    account: accessAccount(payer, granted.signer),
    keyId,
    signer: granted.signer,
    used: (id, endsAt) => Grant.use(granted, { id, endsAt }, context),
    // What the wallet allowed is good for the next try.
    unused: async () => {},
  }
}

/** Who signs what adds to a channel: its own key where the wallet allows it that much. */
export async function toTopUp(
  funds: Funds,
  channel: Channel,
  amount: bigint,
  signer: Signer | undefined,
): Promise<ChainAccount> {
  const { context, client, opening } = funds
  if (context.signal?.aborted) throw new CancelledError()
  const account = client.account
  if (account?.type === 'local' || opening === 'wallet') return ownerOf(client, channel.payer)
  const price = amount + (pays(funds, channel.token) ? fee : 0n)
  if (signer && (await isAllowed(funds, channel, signer, channel.token, price)))
    return accessAccount(channel.payer, signer)
  const { payer, ...draft } = channel
  const { address } = ownerOf(client, channel.payer)
  const need = needOf(funds, { ...draft, payer: lower(address) }, amount, amount)
  // The key of another open channel would end with that one.
  const granted = await Grant.obtain({ ...need, isFree: async () => false }, context)
  return accessAccount(payer, granted.signer)
}

/** Who signs what ends a channel; the wallet itself, where nobody can without it. */
export async function toEnd(
  funds: Pick<Funds, 'client' | 'context' | 'feeToken'>,
  channel: Channel,
  signer: Signer | undefined,
): Promise<ChainAccount> {
  const { client, feeToken } = funds
  if (client.account?.type === 'local') return ownerOf(client, channel.payer)
  if (signer && (await isAllowed(funds, channel, signer, feeToken, fee)))
    return accessAccount(channel.payer, signer)
  return ownerOf(client, channel.payer)
}

function needOf(
  funds: Funds,
  { payer, ...draft }: Pick<Draft, 'payer'> & Omit<Draft, 'payer' | 'authorizedSigner' | 'salt'>,
  amount: bigint,
  limit: bigint,
): Grant.Need {
  const { client, protocol, sponsored, feeToken, route, keyLifetime, context } = funds
  const { token, chainId, escrow } = draft
  const own = pays(funds, token)
  const limits = [{ token, amount: limit + (own ? fees : 0n) }]
  if (!sponsored && !own) limits.push({ token: feeToken, amount: fees })
  return {
    client,
    chainId,
    payer,
    route,
    token,
    amount: amount + (own ? fee : 0n),
    restrictions: {
      expiry: Math.floor(context.now() / 1000) + keyLifetime,
      limits,
      scopes: scopesOf(protocol, { ...draft, payer }),
    },
    async isFree({ id, endsAt }) {
      const { state, time } = await readChannel(client, protocol, { escrow, id })
      // Two seconds, four blocks, for a node that lags behind.
      return state === undefined && time > endsAt + 2
    },
  }
}

/** All that a channel's key may call: what its protocol has for payers. */
function scopesOf(protocol: Protocol, draft: Omit<Draft, 'authorizedSigner' | 'salt'>): Keychain.Scope[] {
  const zero: Hex.Hex = `0x${'0'.repeat(64)}`
  const channel = { ...draft, salt: zero, authorizedSigner: draft.payer, expiringNonceHash: zero }
  return Keychain.scopesOf([
    ...protocol.open(channel, 1n),
    ...protocol.topUp(channel, zero, 1n),
    protocol.requestClose(channel, zero),
    protocol.withdraw(channel, zero),
  ])
}

/** Whether fees are paid in the token of the channel. */
function pays({ sponsored, feeToken }: Funds, token: Hex.Hex): boolean {
  return !sponsored && feeToken === token
}

async function isAllowed(
  { client, context }: Pick<Funds, 'client' | 'context'>,
  { payer }: Channel,
  signer: Signer,
  token: Hex.Hex,
  amount: bigint,
): Promise<boolean> {
  const time = Math.floor(context.now() / 1000)
  const key = addressOf(signer)
  const { status, remaining } = await Keychain.readKey(client, { payer, key, token, time })
  return status === 'valid' && remaining >= amount
}

function accountOf({ account }: ChainClient): ChainAccount {
  if (!account) throw new DisconnectedError()
  return account
}

function lower(address: Hex.Hex): Hex.Hex {
  return address.toLowerCase() as Hex.Hex
}
