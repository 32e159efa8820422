import { assertChain, type Connection, clientFor, connect, ownerOf } from '../../../chain/Client.js'
import * as Ending from '../../../chain/Ending.js'
import * as Erc20 from '../../../chain/Erc20.js'
import { assertAmount, readChannel, toOnChain } from '../../../chain/Escrow.js'
import * as Hex from '../../../chain/Hex.js'
import { InvalidIdentityError } from '../../../chain/Identity.js'
import { CancelledError, head, RevertedError, UnsupportedError } from '../../../chain/Rpc.js'
import { approve, senderOf } from '../../../chain/Sending.js'
import { toEthereum } from '../../../chain/Signature.js'
import * as StreamChannel from '../../../chain/StreamChannel.js'
import { signByKey } from '../../../chain/TypedData.js'
import * as Challenge from '../../../protocol/Challenge.js'
import type { ActContext, Identity, OpenContext, Opening, Scheme } from '../../../session/Scheme.js'
import { largest } from '../../../session/Whole.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import * as EvmEscrow from './EvmEscrow.js'
import { draft, openByHash, openPayload, type Partial } from './HashOpening.js'
import { topUpByHash } from './HashTopUp.js'
import * as SessionRequest from './SessionRequest.js'
import { type EvmSessionOptions, evmTerms } from './SessionTerms.js'
import * as TokenPull from './TokenPull.js'
import type { Way } from './Ways.js'

/**
 * Opens, pays through and closes the payment channels of EVM escrows (draft-evm-session-00).
 *
 * @example
 * ```ts
 * const scheme = evmScheme({ client, escrows: [{ chainId: 196, address: escrow }] })
 * const { identity, payload, signer } = await scheme.open(request, context)
 * ```
 */
export function evmScheme(options: EvmSessionOptions): Scheme<SessionRequest.SessionRequest> {
  const { client: source, authorizationLifetime: lifetime = 60 } = options
  const terms = evmTerms(options)
  const channels = new WeakMap<Identity, { channel: StreamChannel.Channel; id: Hex.Hex }>()

  /** The channel of an identity, checked the first time. */
  function resolve(identity: Identity) {
    const known = channels.get(identity)
    if (known) return known
    const found = { channel: ChannelIdentity.toChannel(identity), id: identity.id as Hex.Hex }
    channels.set(identity, found)
    return found
  }

  /** Has the account sign what the server makes a deposit with. */
  async function pull(
    connection: Connection,
    request: SessionRequest.SessionRequest,
    way: Exclude<Way, { type: 'hash' }>,
    purpose: TokenPull.Purpose,
    { challenge, limit, now, signal }: Pick<OpenContext, 'challenge' | 'now' | 'signal'> & { limit: bigint },
  ) {
    const { currency: token, permit2Contract } = request
    if (way.type === 'permit2' && way.approves)
      await approve(connection, Erc20.approve(token, permit2Contract, limit), signal)
    const [{ timestamp }, balance] = await Promise.all([
      head(connection.client),
      Erc20.balanceOf(connection, token),
    ])
    Challenge.assertFresh(challenge, { now: Number(timestamp) * 1000 })
    // What would fail is told before the wallet opens, and before the server could wait for it.
    if (balance < purpose.amount) throw new RevertedError(new Error('The balance is too small.'))
    const end = Number(timestamp) + lifetime
    // What is signed lasts so long by the chain's clock, which may not be ours.
    const endsAt = now() + lifetime * 1000
    const made =
      way.type === 'authorization'
        ? TokenPull.byAuthorization(purpose, way.domain, end)
        : TokenPull.byPermit2(purpose, permit2Contract, randomNumber(), end)
    if (signal?.aborted) throw new CancelledError()
    const signature = await signByKey(connection, made.typedData)
    return { endsAt, fields: { authorization: made.authorization, signature } }
  }

  async function openByPull(
    connection: Connection,
    request: SessionRequest.SessionRequest,
    way: Exclude<Way, { type: 'hash' }>,
    partial: Partial,
    context: OpenContext,
  ): Promise<Opening> {
    const { channel, keyId, signer } = await draft(partial, context)
    try {
      const purpose = { opens: channel, amount: context.deposit }
      const { endsAt, fields } = await pull(connection, request, way, purpose, context)
      return {
        identity: ChannelIdentity.of(channel),
        keyId,
        signer,
        payload: openPayload(way.type, channel, fields),
        // `signature` is the deposit's here.
        rename: ({ signature, ...rest }) => ({ ...rest, voucherSignature: signature }),
        endsAt,
      }
    } catch (error) {
      await context.keys.remove(keyId)
      throw error
    }
  }

  async function actOn(identity: Identity, { signal }: ActContext) {
    const { channel, id } = resolve(identity)
    const { chainId, escrow, payer } = channel
    const client = await clientFor(source, chainId)
    await assertChain(client, chainId)
    const act: Ending.Act = {
      client,
      contract: await EvmEscrow.escrowAt(client, escrow),
      place: { chainId, escrow, id },
      sender: async () => senderOf({ client, account: ownerOf(client, payer), chainId }),
      signal,
    }
    return { channel, id, act }
  }

  const scheme: Scheme<SessionRequest.SessionRequest> = {
    terms(request) {
      const { amount, unitType, suggestedDeposit, minVoucherDelta, feePayer } = request
      return {
        price: amount,
        // The server's word for what is counted, as far as it can be shown.
        unit: unitType?.slice(0, 40),
        suggestedDeposit,
        route: SessionRequest.routeOf(request),
        minVoucherDelta,
        largest: StreamChannel.largest,
        sponsored: feePayer,
      }
    },
    async open(request, context) {
      const { deposit, signal } = context
      assertAmount(deposit, StreamChannel)
      if (signal?.aborted) throw new CancelledError()
      const { chainId, escrowContract: escrow, recipient: payee, currency: token } = request
      const connection = await connect(source, chainId)
      const payer = connection.account.address.toLowerCase() as Hex.Hex
      const partial = { chainId, escrow, payer, payee, token }
      const way = await terms.choose(connection, request, deposit)
      return way.type === 'hash'
        ? openByHash(connection, partial, context)
        : openByPull(connection, request, way, partial, context)
    },
    async topUp(request, identity, context) {
      scheme.check(identity, request)
      const { channel, id } = resolve(identity)
      const { amount, signal } = context
      assertAmount(amount, StreamChannel)
      if (signal?.aborted) throw new CancelledError()
      const connection = await connect(source, channel.chainId)
      ownerOf(connection.client, channel.payer)
      const way = await terms.choose(connection, request, amount)
      const payload = { action: 'topUp', type: way.type, channelId: id }
      const additionalDeposit = String(amount)
      if (way.type === 'hash')
        return { ...payload, hash: await topUpByHash(connection, channel, context), additionalDeposit }
      const salt = randomBytes()
      const purpose = { adds: channel, id, amount, salt }
      const { endsAt, fields } = await pull(connection, request, way, purpose, { ...context, limit: amount })
      await context.ends?.(endsAt)
      // Permit2 needs no salt: its own nonce is enough.
      return { ...payload, ...(way.type === 'authorization' ? { salt } : {}), ...fields, additionalDeposit }
    },
    check(identity, request) {
      ChannelIdentity.toChannel(identity)
      if (request && identity.route !== SessionRequest.routeOf(request))
        throw new InvalidIdentityError('it is for other payments than this one')
    },
    voucher(identity, cumulative) {
      const { channel, id } = resolve(identity)
      assertAmount(cumulative, StreamChannel)
      return EvmEscrow.voucher(channel, id, cumulative)
    },
    fields(identity, cumulative, signature, signer) {
      if (signer.type !== 'secp256k1') throw new UnsupportedError(`vouchers signed with ${signer.type}`)
      return {
        channelId: resolve(identity).id,
        cumulativeAmount: String(cumulative),
        signature: Hex.fromBytes(toEthereum(signature)),
      }
    },
    // At what was settled the payee takes nothing more, and the escrow closes all the same.
    closing: (_, spent, settled) => largest(spent, settled),
    async read(identity) {
      const { channel, id } = resolve(identity)
      const { chainId, escrow } = channel
      const client = await clientFor(source, chainId)
      await assertChain(client, chainId)
      const contract = await EvmEscrow.escrowAt(client, escrow)
      return toOnChain(contract, await readChannel(client, contract, { escrow, id }))
    },
    async find(request) {
      const { findChannels } = await import('./Found.js')
      return findChannels(await clientFor(source, request.chainId), request)
    },
    async requestClose(identity, context) {
      const { channel, id, act } = await actOn(identity, context)
      await Ending.requestClose(act, StreamChannel.requestClose(channel, id))
    },
    async withdraw(identity, context) {
      const { channel, id, act } = await actOn(identity, context)
      await Ending.withdraw(act, StreamChannel.withdraw(channel, id))
    },
  }
  return scheme
}

function randomBytes(): Hex.Hex {
  return Hex.fromBytes(crypto.getRandomValues(new Uint8Array(32)))
}

function randomNumber(): bigint {
  return BigInt(randomBytes())
}
