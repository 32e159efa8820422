import { InvalidError } from '../../../chain/Fields.js'
import { InvalidIdentityError } from '../../../chain/Identity.js'
import { RevertedError, UnreachableError } from '../../../chain/Rpc.js'
import * as Challenge from '../../../protocol/Challenge.js'
import { deskOf } from '../../../session/Metering.js'
import type { ActContext, ChainContext, Identity, Scheme } from '../../../session/Scheme.js'
import { largest } from '../../../session/Whole.js'
import * as Rpc from '../Rpc.js'
import { endorse, execute } from './Acting.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import * as ChannelKey from './ChannelKey.js'
import * as ChannelProgram from './ChannelProgram.js'
import { createMeter } from './Deliveries.js'
import { openPayload, readReceipt, topUpPayload } from './Payload.js'
import * as SecretBytes from './SecretBytes.js'
import { isSponsored, routeOf, type SessionRequest } from './SessionRequest.js'
import { type SolanaSessionOptions, solanaTerms } from './SessionTerms.js'
import * as Voucher from './Voucher.js'

// How long the network takes what names a recent block, in milliseconds, and some more: 150 blocks.
const lifetime = 90_000

const CLOCK = 'SysvarC1ock11111111111111111111111111111111'

/**
 * Opens, pays through and closes payment channels on Solana (draft-solana-session-00, and as `@solana/pay-kit` and the older
 * SDKs have them).
 *
 * @example
 * ```ts
 * const scheme = solanaScheme({ account, rpc: 'https://api.mainnet-beta.solana.com' })
 * const { identity, payload, signer } = await scheme.open(request, context)
 * ```
 */
export function solanaScheme(options: SolanaSessionOptions): Scheme<SessionRequest> {
  const terms = solanaTerms(options)
  const channels = new WeakMap<Identity, ChannelIdentity.Channel>()

  /** The channel of an identity, checked the first time. */
  function resolve(identity: Identity): ChannelIdentity.Channel {
    const known = channels.get(identity)
    if (known) return known
    const found = ChannelIdentity.toChannel(identity)
    channels.set(identity, found)
    return found
  }

  /** Where a channel stands; nothing where there is none, or not any more. */
  async function look(identity: Identity, { signal }: ChainContext) {
    const channel = resolve(identity)
    const rpc = await terms.cluster(channel.network, signal)
    const [info, clock] = await Rpc.accounts(rpc, [identity.id, CLOCK], signal)
    if (info?.owner !== channel.program) {
      // While what opened it is taken, it may come.
      const { blockhash } = channel
      if (blockhash && (await Rpc.isBlockhashValid(rpc, blockhash, signal))) throw new UnreachableError()
      return { rpc, channel }
    }
    if (ChannelProgram.isRemnant(channel, info.data)) return { rpc, channel, over: true }
    const state = ChannelProgram.readState(channel, info.data)
    // The program was changed since, or is not what the application says.
    if (!state || clock?.data.length !== 40)
      throw new UnreachableError(new Error('This payment channel is not kept in a form that is known.'))
    const seconds = new DataView(Uint8Array.from(clock.data).buffer).getBigInt64(32, true)
    return { rpc, channel, state, time: Number(seconds) * 1000 }
  }

  async function act(
    identity: Identity,
    context: ActContext,
    steps: (state: ChannelProgram.State) => ChannelProgram.Step[],
  ) {
    const { rpc, channel, state } = await look(identity, context)
    if (!state) return
    const { network, payer } = channel
    const account = await terms.accountOn(network)
    if (account.address !== payer)
      throw new InvalidIdentityError('it is of another account than the connected one')
    const instructions = steps(state).map((step) => step(channel))
    if (instructions.length > 0)
      await execute({ rpc, account, network, signal: context.signal }, instructions)
  }

  const scheme: Scheme<SessionRequest> = {
    exact: true,
    terms(request) {
      const { amount, unitType, suggestedDeposit, minimumDeposit, minVoucherDelta, cap } = request
      return {
        price: amount,
        // What costs more than the least comes as deliveries, each with its own price.
        unpriced: request.generation !== 'C',
        // The server's word for what is counted, as far as it can be shown.
        unit: unitType?.slice(0, 40),
        suggestedDeposit:
          minimumDeposit > 0n ? largest(suggestedDeposit ?? amount * 100n, minimumDeposit) : suggestedDeposit,
        route: routeOf(request),
        minVoucherDelta,
        largest: cap,
        sponsored: isSponsored(request),
      }
    },
    async open(request, context) {
      const { deposit, keys, now, signal, challenge } = context
      const { generation, slot: openSlot, cap, channelId, network, feePayer } = request
      const isA = generation === 'A'
      if (channelId !== undefined)
        throw new InvalidError('methodDetails.channelId', 'is of a session that this browser does not have')
      if (deposit <= 0n || deposit > cap) throw new InvalidError('cap', 'is less than the deposit')
      const { account, rpc, tokenProgram } = await terms.means(request, deposit, signal)
      const blockhash = request.blockhash ?? (await Rpc.latestBlockhash(rpc, signal)).blockhash
      const { keyId, signer, ...key } = await ChannelKey.create(keys, request.operator)
      try {
        const drawn: ChannelIdentity.Channel = {
          generation,
          network,
          program: request.program,
          payer: account.address,
          payee: request.recipient,
          mint: request.currency,
          authorizedSigner: key.authorizedSigner,
          // With the fresh key it keeps an address from coming a second time; in A nothing else does.
          salt: crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n,
          openSlot,
          tokenProgram,
          gracePeriod: request.gracePeriod,
          splits: request.splits,
          blockhash,
          operator: request.operator,
          derived: key.derived,
        }
        const instruction = ChannelProgram.open({
          ...drawn,
          deposit,
          rentPayer: isA ? undefined : (feePayer ?? account.address),
        })
        const act = { rpc, account, network, signal }
        const transaction = await endorse(act, instruction, { feePayer, blockhash, tries: isA })
        const fresh = () => Challenge.assertFresh(challenge, { now: now() })
        fresh()
        const proven = await key.prove?.({ account, challenge, signal }, drawn)
        fresh()
        const channel = { ...drawn, proof: proven?.proof }
        const identity = ChannelIdentity.of(channel)
        return {
          identity,
          keyId,
          signer,
          payload: openPayload(channel, identity.id, deposit, transaction, proven?.authentication),
          // The server can take all of it from the start.
          signed: proven && deposit,
          // No generation takes a voucher with it.
          rename: () => ({}),
          apart: generation === 'C',
          endsAt: now() + lifetime,
        }
      } catch (error) {
        await keys.remove(keyId)
        throw error
      }
    },
    async topUp(request, identity, context) {
      scheme.check(identity, request)
      const { amount, deposit, signal, now } = context
      const channel = resolve(identity)
      if (amount <= 0n || deposit + amount > request.cap)
        throw new InvalidError('cap', 'is less than the deposit')
      const asked = { ...request, channelId: identity.id }
      const { account, rpc } = await terms.means(asked, amount, signal)
      if (account.address !== channel.payer)
        throw new InvalidIdentityError('it is of another account than the connected one')
      const { state } = await look(identity, context)
      if (state?.status !== 'open') throw new RevertedError(new Error('The channel is being closed.'))
      // What came late of an earlier addition is not added a second time.
      if (state.deposit > deposit)
        throw new RevertedError(new Error('More is in the channel than was known.'))
      const step = ChannelProgram.topUp(channel, amount)
      await context.ends?.(now() + lifetime)
      const act = { rpc, account, network: channel.network, signal }
      if (channel.generation !== 'C') {
        const signature = await execute(act, [step])
        return topUpPayload(identity.id, { newDeposit: String(deposit + amount), signature })
      }
      const { blockhash } = await Rpc.latestBlockhash(rpc, signal)
      const transaction = await endorse(act, step, { feePayer: request.feePayer, blockhash })
      return topUpPayload(identity.id, { additionalAmount: String(amount), transaction })
    },
    check(identity, request) {
      ChannelIdentity.toChannel(identity)
      if (!request) return
      if (identity.route !== routeOf(request))
        throw new InvalidIdentityError('it is for other payments than this one')
    },
    voucher(identity, cumulative) {
      const { generation, proof, derived } = resolve(identity)
      if (proof || derived) return SecretBytes.question()
      return Voucher.bytes(generation, { channelId: identity.id, cumulative, expiresAt: Voucher.forever })
    },
    fields: (identity, cumulative, signature, signer) =>
      ChannelKey.fields(resolve(identity), { channelId: identity.id, cumulative }, signature, signer),
    bound: (identity) => resolve(identity).proof?.challenge,
    closing: (_, spent, settled) => largest(spent, settled),
    receipt: (receipt, identity) => readReceipt(resolve(identity).generation, receipt, identity.id),
    desk(house, served, signal) {
      const desk = deskOf(house, served, signal)
      // The draft says nothing of what a stream meters.
      return resolve(desk.identity).generation === 'C' ? desk : { ...desk, meter: () => createMeter(desk) }
    },
    async read(identity, context) {
      const { channel, state, time = 0, over } = await look(identity, context)
      // It says that all was paid out, and nothing of how much: what was known before counts.
      if (over) return { deposit: 0n, settled: 0n, time, over }
      if (!state) return undefined
      const { status, deposit, settled, closureStartedAt, gracePeriod, withdrawn } = state
      if (status === 'distributed' || withdrawn)
        return { deposit, settled, time, withdrawableAt: time, over: true }
      const withdrawableAt = status === 'sealed' ? time : (Number(closureStartedAt) + gracePeriod) * 1000
      const signed = channel.proof && deposit
      return { deposit, settled, signed, time, ...(status === 'open' ? {} : { withdrawableAt }) }
    },
    async find(request, { signal }) {
      const { findChannels } = await import('./Found.js')
      const asked = { ...request, minimumDeposit: 0n, operator: undefined }
      return findChannels(await terms.means(asked, 0n, signal), request, signal)
    },
    requestClose: (identity, context) =>
      act(identity, context, ({ status }) => (status === 'open' ? [ChannelProgram.requestClose] : [])),
    withdraw: (identity, context) =>
      act(identity, context, ({ status, withdrawn }) => [
        ...(status === 'closing' ? [ChannelProgram.seal] : []),
        ...(status === 'distributed' || withdrawn ? [] : [ChannelProgram.withdraw]),
      ]),
  }
  return scheme
}
