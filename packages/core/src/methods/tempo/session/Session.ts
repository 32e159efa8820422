import { assertChain, clientFor } from '../../../chain/Client.js'
import * as Ending from '../../../chain/Ending.js'
import { assertAmount, readChannel, toOnChain } from '../../../chain/Escrow.js'
import * as Hex from '../../../chain/Hex.js'
import { InvalidIdentityError } from '../../../chain/Identity.js'
import * as Signature from '../../../chain/Signature.js'
import type { ActContext, ChainContext, Identity, Scheme } from '../../../session/Scheme.js'
import * as Signing from '../Signing.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import { bind } from './EscrowV2.js'
import * as Funding from './Funding.js'
import type { Channel, Protocol } from './Protocol.js'
import { protocols } from './Protocols.js'
import * as Sending from './Sending.js'
import * as SessionRequest from './SessionRequest.js'
import { addressOf } from './SessionSigner.js'
import { feeToken, type TempoSessionOptions, unitOf } from './SessionTerms.js'
import * as SignedTransaction from './SignedTransaction.js'

const week = 7 * 24 * 3600

/**
 * Opens, pays through and closes Tempo's payment channels (draft-tempo-session-00).
 *
 * @example
 * ```ts
 * const scheme = tempoScheme({ client })
 * const request = SessionRequest.read(challenge)
 * const { identity, payload, signer } = await scheme.open(request, context)
 * ```
 */
export function tempoScheme(options: TempoSessionOptions): Scheme<SessionRequest.SessionRequest> {
  const { client: source, opening = 'key', keyLifetime = week } = options
  const feeTokenOf = (currency: Hex.Hex) => feeToken(options, currency)
  const channels = new WeakMap<Identity, { channel: Channel; protocol: Protocol; id: Hex.Hex }>()

  /** The channel of an identity, checked the first time. */
  function resolve(identity: Identity) {
    const known = channels.get(identity)
    if (known) return known
    const channel = ChannelIdentity.toChannel(identity, protocols)
    const found = { channel, protocol: protocols[channel.protocol], id: identity.id as Hex.Hex }
    channels.set(identity, found)
    return found
  }

  /** What is signed with, and by whom, for a request. */
  async function fundsFor(
    request: SessionRequest.SessionRequest,
    context: ActContext,
  ): Promise<Funding.Funds> {
    const { chainId, currency, feePayer: sponsored, sessionProtocol } = request
    return {
      client: await clientFor(source, chainId),
      protocol: protocols[sessionProtocol],
      opening,
      keyLifetime,
      sponsored,
      feeToken: feeTokenOf(currency),
      route: SessionRequest.routeOf(request),
      context,
    }
  }

  async function actOn(identity: Identity, context: ActContext) {
    const found = resolve(identity)
    const { channel, protocol, id } = found
    const { chainId, escrow, token } = channel
    const client = await clientFor(source, chainId)
    const feeToken = feeTokenOf(token)
    const act: Ending.Act = {
      ...{ client, contract: protocol, place: { chainId, escrow, id }, signal: context.signal },
      async sender() {
        const account = await Funding.toEnd({ client, feeToken, context }, channel, context.signer)
        return Sending.senderOf({ client, account, channel, feeToken, now: context.now })
      },
    }
    return { ...found, act }
  }

  const scheme: Scheme<SessionRequest.SessionRequest> = {
    terms(request) {
      const { amount, unitType, suggestedDeposit, minVoucherDelta, feePayer, sessionProtocol } = request
      const protocol = protocols[sessionProtocol]
      return {
        price: amount,
        unit: unitOf(unitType),
        suggestedDeposit,
        route: SessionRequest.routeOf(request),
        minVoucherDelta,
        largest: protocol.largest,
        sponsored: feePayer,
        snapshot: ChannelIdentity.readSnapshot(request, protocol),
      }
    },
    async open(request, context) {
      const { challenge, deposit, limit } = context
      const { chainId, escrowContract: escrow, recipient: payee, currency: token, operator } = request
      const funds = await fundsFor(request, context)
      const { protocol, client, sponsored, feeToken } = funds
      assertAmount(deposit, protocol)
      const partial = { protocol: request.sessionProtocol, chainId, escrow, payee, token, operator }
      const { account, keyId, signer, used, unused } = await Funding.toOpen(funds, partial, {
        deposit,
        limit,
      })
      try {
        const authorizedSigner = addressOf(signer)
        const payer = account.address.toLowerCase() as Hex.Hex
        const draft = { ...partial, payer, salt: randomSalt(), authorizedSigner }
        const signed = await Signing.sign({
          ...{ client, account, chainId, sponsored, feeToken, challenge, checkChain: true, now: context.now },
          calls: protocol.open(draft, deposit),
        })
        const { payload, validBefore } = SignedTransaction.read(signed)
        const identity = ChannelIdentity.of(bind(draft, payload), protocol)
        await used(identity.id as Hex.Hex, validBefore)
        return {
          identity,
          keyId,
          signer,
          payload: { type: 'transaction', transaction: signed.raw, authorizedSigner },
          endsAt: validBefore * 1000,
        }
      } catch (error) {
        await unused()
        throw error
      }
    },
    async topUp(request, identity, context) {
      scheme.check(identity, request)
      const { channel, protocol, id } = resolve(identity)
      const { challenge, amount, now } = context
      assertAmount(amount, protocol)
      const funds = await fundsFor(request, context)
      const { client, sponsored, feeToken } = funds
      const { chainId } = channel
      const account = await Funding.toTopUp(funds, channel, amount, context.signer)
      const signed = await Signing.sign({
        ...{ client, account, chainId, sponsored, feeToken, challenge, checkChain: true, now },
        calls: protocol.topUp(channel, id, amount),
      })
      const { validBefore } = SignedTransaction.read(signed)
      await context.ends?.(validBefore * 1000)
      return {
        action: 'topUp',
        type: 'transaction',
        channelId: id,
        ...protocol.fields(channel),
        transaction: signed.raw,
        additionalDeposit: String(amount),
      }
    },
    check(identity, request) {
      ChannelIdentity.toChannel(identity, protocols)
      if (request && identity.route !== SessionRequest.routeOf(request))
        throw new InvalidIdentityError('it is for other payments than this one')
    },
    voucher(identity, cumulative) {
      const { channel, protocol, id } = resolve(identity)
      assertAmount(cumulative, protocol)
      return protocol.voucher(channel, id, cumulative)
    },
    fields(identity, cumulative, signature) {
      const { channel, protocol, id } = resolve(identity)
      return {
        channelId: id,
        ...protocol.fields(channel),
        cumulativeAmount: String(cumulative),
        signature: Hex.fromBytes(Signature.toEthereum(signature)),
      }
    },
    closing(identity, spent, settled) {
      // Servers of v1 put the close voucher on the chain as it is, and the contract wants it above what was settled.
      if (spent > settled) return spent
      return resolve(identity).channel.protocol === 'v1' && settled > 0n ? settled + 1n : settled
    },
    plainAccept: (identity) => resolve(identity).channel.protocol === 'v1',
    async read(identity, _context: ChainContext) {
      const { channel, protocol, id } = resolve(identity)
      const { chainId, escrow } = channel
      const client = await clientFor(source, chainId)
      const reading = readChannel(client, protocol, { escrow, id })
      // A client on the wrong chain says so, whatever else failed for it.
      reading.catch(() => {})
      await assertChain(client, chainId)
      return toOnChain(protocol, await reading)
    },
    async find(request, _context, snapshot) {
      const { findChannels } = await import('./Found.js')
      return findChannels(await clientFor(source, request.chainId), request, snapshot)
    },
    async requestClose(identity, context) {
      const { act, protocol, channel, id } = await actOn(identity, context)
      await Ending.requestClose(act, protocol.requestClose(channel, id))
    },
    async withdraw(identity, context) {
      const { act, protocol, channel, id } = await actOn(identity, context)
      await Ending.withdraw(act, protocol.withdraw(channel, id))
    },
  }
  return scheme
}

function randomSalt(): Hex.Hex {
  return Hex.fromBytes(crypto.getRandomValues(new Uint8Array(32)))
}
