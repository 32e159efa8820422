import type { Address, Hex } from 'viem'
import { createQueue } from '../queue.js'
import type { Ledger } from './ledger.js'
import { type EvmSessionRequest, type Payload, readHex, readWhole, require, same } from './payload.js'
import { hashOf, openParts, topUpParts, verifyPull } from './pulls.js'
import { Refusal } from './Refusal.js'

// What a seller of EVM sessions accepts: the draft's "Verification Procedure", in its order.

/** What the seller keeps of a channel ("Server-Side Accounting"). */
export type Account = {
  accepted: bigint
  spent: bigint
  /** As far as the seller was told of it. */
  deposit: bigint
  /** The highest voucher's. */
  signature: Hex
}

/** A credential that was accepted. */
export type Taken = {
  readonly id: Hex
  readonly action: 'open' | 'topUp' | 'voucher' | 'close'
  /** Of its channel; after a close, as it was. */
  readonly account: Account
  /** Of a close: where it is on the chain, and what the payee got by it. */
  readonly closed?: { readonly txHash: Hex; readonly paid: bigint }
}

/** What comes with a payment: the parts of a credential that concern the seller, the challenge apart. */
export type Proof = { readonly payload: object; readonly source?: string | undefined }

const zero = '0x0000000000000000000000000000000000000000'
/** The least that the draft lets an escrow give the payee to take what is due, in seconds. */
const leastGrace = 600n

export function createDesk(ledger: Ledger, token: { name: string; version: string }) {
  const now = async () => ({ time: await ledger.time(), token })
  const accounts = new Map<Hex, Account>()
  // One credential after the other ("Concurrency Model").
  const inTurn = createQueue()
  let grace: Promise<bigint> | undefined

  async function take({ payload: given, source }: Proof, request: EvmSessionRequest): Promise<Taken> {
    const payload = given as Payload
    const id = readHex(payload.channelId, 32, 'channelId')
    const { action } = payload
    if (action === 'close') return close(id, payload)
    if (action === 'open') await open(id, payload, request, source)
    else if (action === 'topUp') await topUp(id, payload, request, source)
    else if (action === 'voucher') await accept(id, payload.cumulativeAmount, payload.signature, request)
    else throw new Refusal(400, 'malformed', 'the action is not one of the draft')
    return { id, action, account: accountOf(id) }
  }

  async function open(id: Hex, payload: Payload, request: EvmSessionRequest, source: string | undefined) {
    const { type, hash, signature, voucherSignature, cumulativeAmount } = payload
    assertListed(type, request)
    await assertGrace()
    const salt = readHex(payload.salt, 32, 'salt')
    const { currency, recipient, amount } = request
    const signer = readHex((payload.authorizedSigner ?? zero).toLowerCase(), 20, 'authorizedSigner')
    if (type === 'hash') {
      const opened = await ledger.touched(readHex(hash, 32, 'hash'), 'ChannelOpened')
      require(opened.includes(id), 'the transaction did not open the channel', 402, 'channel-not-found')
    } else {
      const { deposit, from, args } = await verifyPull(payload, request, await now(), {
        witness: { payee: recipient, salt, authorizedSigner: signer },
        nonce: (from) => hashOf(openParts, [from, recipient, currency, salt, signer]),
      })
      const parts = [recipient, currency, deposit, salt, signer, from, ...args, signature]
      await ledger.submit(type === 'permit2' ? 'openWithPermit2' : 'openWithAuthorization', parts)
    }
    const channel = await ledger.channel(id)
    require(channel.deposit > 0n, 'there is no such channel', 410, 'channel-not-found')
    require(same(channel.payee, recipient) && same(channel.token, currency), 'it is for somebody else')
    require(same(channel.authorizedSigner, signer), 'it has another signer')
    require(channel.deposit - channel.settled >= BigInt(amount), 'it holds too little')
    require(!channel.finalized && channel.closeRequestedAt === 0n, 'it is closed', 410, 'channel-finalized')
    const did = `did:pkh:eip155:${request.methodDetails.chainId}:${channel.payer}`
    if (type === 'hash') require(same(source, did), 'source is not the payer')
    if (accounts.has(id)) return
    accounts.set(id, { accepted: 0n, spent: 0n, deposit: channel.deposit, signature: '0x' })
    try {
      await accept(id, cumulativeAmount, type === 'hash' ? signature : voucherSignature, request)
    } catch (error) {
      accounts.delete(id)
      throw error
    }
  }

  async function topUp(id: Hex, payload: Payload, request: EvmSessionRequest, source: string | undefined) {
    const { type, hash, signature, additionalDeposit } = payload
    assertListed(type, request)
    const account = accountOf(id)
    const amount = readWhole(additionalDeposit)
    if (type === 'hash') {
      require(source, 'source is missing')
      const added = await ledger.touched(readHex(hash, 32, 'hash'), 'TopUp')
      require(added.includes(id), 'the transaction did not add to the channel', 402, 'channel-not-found')
    } else {
      // Permit2 needs none: its own nonce is enough.
      const salt = type === 'permit2' ? '0x' : readHex(payload.salt, 32, 'salt')
      const { deposit, from, args } = await verifyPull(payload, request, await now(), {
        witness: { channelId: id },
        nonce: (from) => hashOf(topUpParts, [id, amount, from, salt]),
      })
      require(deposit === amount, 'additionalDeposit is not what was signed')
      await (type === 'permit2'
        ? ledger.submit('topUpWithPermit2', [id, amount, from, ...args, signature])
        : ledger.submit('topUpWithAuthorization', [id, amount, from, salt, ...args, signature]))
    }
    const { deposit } = await ledger.channel(id)
    const isMore = deposit === account.deposit + amount
    require(isMore, 'the deposit did not grow by that', 402, 'insufficient-balance')
    account.deposit = deposit
  }

  async function accept(
    id: Hex,
    cumulativeAmount: string | undefined,
    given: Hex | undefined,
    { methodDetails }: EvmSessionRequest,
  ) {
    const account = accountOf(id)
    const channel = await ledger.channel(id)
    const cumulative = readWhole(cumulativeAmount)
    require(!channel.finalized && channel.closeRequestedAt === 0n, 'it is closing', 410, 'channel-finalized')
    const voucher = { id, cumulative, signature: given }
    const signature = await ledger.verifyVoucher(voucher, signerOf(channel))
    // Only after the signature: else anybody who knows the id could use up what was signed before.
    if (cumulative <= account.accepted && account.signature !== '0x') return
    const delta = cumulative - account.accepted
    const { minVoucherDelta = '0' } = methodDetails
    require(delta >= BigInt(minVoucherDelta), 'the step is too small', 402, 'delta-too-small')
    require(cumulative <= channel.deposit, 'it holds less', 402, 'amount-exceeds-deposit')
    Object.assign(account, { accepted: cumulative, signature })
  }

  async function close(id: Hex, payload: Payload): Promise<Taken> {
    const account = accountOf(id)
    const channel = await ledger.channel(id)
    const own = readWhole(payload.cumulativeAmount)
    const voucher = { id, cumulative: own, signature: payload.signature }
    const signature = await ledger.verifyVoucher(voucher, signerOf(channel))
    const isEnough = own >= account.spent
    const cumulative = isEnough ? own : account.accepted
    const last = isEnough ? signature : account.signature
    const txHash = await ledger.submit('close', [id, cumulative, last])
    accounts.delete(id)
    const paid = cumulative > channel.settled ? cumulative - channel.settled : 0n
    return { id, action: 'close', account, closed: { txHash, paid } }
  }

  /** "Servers MUST verify the contract's grace period meets this minimum before accepting channels". */
  async function assertGrace(): Promise<void> {
    grace ??= ledger.grace()
    if ((await grace) < leastGrace) throw new Error('The escrow gives the payee too little time.')
  }

  function accountOf(id: Hex): Account {
    const account = accounts.get(id)
    if (!account) throw new Refusal(410, 'channel-not-found')
    return account
  }

  return {
    accounts,
    accountOf,
    take: (proof: Proof, request: EvmSessionRequest) => inTurn(() => take(proof, request)),
  }
}

/** "Credential formats the server accepts": nothing that is not listed. */
function assertListed(type: string | undefined, { methodDetails }: EvmSessionRequest): void {
  const { credentialTypes = ['hash'] } = methodDetails
  require(type && credentialTypes.includes(type), 'the type is not one of credentialTypes')
}

function signerOf(channel: { payer: Address; authorizedSigner: Address }): Address {
  return channel.authorizedSigner === zero ? channel.payer : channel.authorizedSigner
}
