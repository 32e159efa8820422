import type { Address, Hex } from 'viem'
import type * as Credential from '../../../protocol/Credential.js'
import { type Ledger, Refusal } from './ledger.js'
import {
  amountOf,
  hashOf,
  openParts,
  type Payload,
  type Request,
  require,
  same,
  topUpParts,
  verifyPull,
} from './pulls.js'

// What a merchant of EVM sessions accepts: the draft's "Verification Procedure", in its order.

/** What the merchant keeps of a channel ("Server-Side Accounting"). */
export type Account = {
  accepted: bigint
  spent: bigint
  /** As far as the merchant was told of it. */
  deposit: bigint
  /** The highest voucher's. */
  signature: Hex
}

const zero = '0x0000000000000000000000000000000000000000'

export type Taken = { readonly id: Hex; readonly action: Payload['action']; readonly txHash?: Hex }

export function createDesk(ledger: Ledger, token: { name: string; version: string }) {
  const now = async () => ({ time: await ledger.time(), token })
  const accounts = new Map<Hex, Account>()
  // One credential of a channel after the other ("Concurrency Model").
  let turn: Promise<unknown> = Promise.resolve()

  async function take(credential: Credential.Credential, request: Request): Promise<Taken> {
    const payload = credential.payload as Payload
    const { action, channelId: id } = payload
    require(/^0x[0-9a-f]{64}$/.test(id), 'channelId is not 32 bytes of lower-case hex')
    if (action === 'open') await open(credential, payload, request)
    else if (action === 'topUp') await topUp(credential, payload, request)
    else if (action === 'voucher') await accept(payload, payload.signature, request)
    else if (action === 'close') return { id, action, txHash: await close(payload) }
    else require(false, 'the action is not one of the draft')
    return { id, action }
  }

  async function open(credential: Credential.Credential, payload: Payload, request: Request) {
    const { channelId: id, type, hash, salt = '0x', signature, voucherSignature } = payload
    assertListed(type, request)
    require(/^0x[0-9a-f]{64}$/.test(salt), 'salt is not 32 bytes of lower-case hex')
    const { currency, recipient, amount } = request
    const signer = payload.authorizedSigner ?? zero
    if (type === 'hash') {
      const opened = await ledger.touched(hash ?? '0x', 'ChannelOpened')
      require(opened.includes(id), 'the transaction did not open the channel', 402, 'channel-not-found')
    } else {
      const { deposit, args } = await verifyPull(payload, request, await now(), {
        witness: { payee: recipient, salt, authorizedSigner: signer },
        nonce: (from) => hashOf(openParts, [from, recipient, currency, salt, signer]),
      })
      await ledger.submit(type === 'permit2' ? 'openWithPermit2' : 'openWithAuthorization', [
        ...[recipient, currency, deposit, salt, signer],
        ...args,
        signature,
      ])
    }
    const channel = await ledger.channel(id)
    require(channel.deposit > 0n, 'there is no such channel', 410, 'channel-not-found')
    require(same(channel.payee, recipient) && same(channel.token, currency), 'it is for somebody else')
    require(same(channel.authorizedSigner, signer), 'it has another signer')
    require(channel.deposit - channel.settled >= BigInt(amount), 'it holds too little')
    require(!channel.finalized && channel.closeRequestedAt === 0n, 'it is closed', 410, 'channel-finalized')
    const did = `did:pkh:eip155:${request.methodDetails.chainId}:${channel.payer}`
    if (type === 'hash') require(same(credential.source, did), 'source is not the payer')
    if (accounts.has(id)) return
    accounts.set(id, { accepted: 0n, spent: 0n, deposit: channel.deposit, signature: '0x' })
    try {
      await accept(payload, type === 'hash' ? signature : (voucherSignature ?? '0x'), request)
    } catch (error) {
      accounts.delete(id)
      throw error
    }
  }

  async function topUp(credential: Credential.Credential, payload: Payload, request: Request) {
    const { channelId: id, type, hash, salt = '0x', signature, additionalDeposit } = payload
    assertListed(type, request)
    const account = accountOf(id)
    const amount = BigInt(additionalDeposit)
    if (type === 'hash') {
      require(credential.source, 'source is missing')
      const added = await ledger.touched(hash ?? '0x', 'TopUp')
      require(added.includes(id), 'the transaction did not add to the channel', 402, 'channel-not-found')
    } else {
      const { deposit, args } = await verifyPull(payload, request, await now(), {
        witness: { channelId: id },
        nonce: (from) => hashOf(topUpParts, [id, amount, from, salt]),
      })
      require(deposit === amount, 'additionalDeposit is not what was signed')
      const [from, ...rest] = args
      await (type === 'permit2'
        ? ledger.submit('topUpWithPermit2', [id, amount, from, ...rest, signature])
        : ledger.submit('topUpWithAuthorization', [id, amount, from, salt, ...rest, signature]))
    }
    const { deposit } = await ledger.channel(id)
    require(deposit ===
      account.deposit + amount, 'the deposit did not grow by that', 402, 'insufficient-balance')
    account.deposit = deposit
  }

  async function accept(payload: Payload, signature: Hex, { methodDetails }: Request) {
    const { channelId: id, cumulativeAmount } = payload
    const account = accountOf(id)
    const channel = await ledger.channel(id)
    const cumulative = amountOf(cumulativeAmount)
    require(!channel.finalized && channel.closeRequestedAt === 0n, 'it is closing', 410, 'channel-finalized')
    await ledger.verifyVoucher({ id, cumulative, signature }, signerOf(channel))
    // Only after the signature: else anybody who knows the id could use up what was signed before.
    if (cumulative <= account.accepted && account.signature !== '0x') return
    const delta = cumulative - account.accepted
    const { minVoucherDelta = '0' } = methodDetails
    require(delta >= BigInt(minVoucherDelta), 'the step is too small', 402, 'delta-too-small')
    require(cumulative <= channel.deposit, 'it holds less', 402, 'amount-exceeds-deposit')
    Object.assign(account, { accepted: cumulative, signature })
  }

  async function close({ channelId: id, cumulativeAmount, signature }: Payload): Promise<Hex> {
    const account = accountOf(id)
    const channel = await ledger.channel(id)
    const cumulative = amountOf(cumulativeAmount)
    await ledger.verifyVoucher({ id, cumulative, signature }, signerOf(channel))
    const isEnough = cumulative >= account.spent
    const args = isEnough ? [id, cumulative, signature] : [id, account.accepted, account.signature]
    const hash = await ledger.submit('close', args)
    accounts.delete(id)
    return hash
  }

  function accountOf(id: Hex): Account {
    const account = accounts.get(id)
    if (!account) throw new Refusal(410, 'channel-not-found')
    return account
  }

  return {
    accounts,
    accountOf,
    take(credential: Credential.Credential, request: Request): Promise<Taken> {
      const taken = turn.then(() => take(credential, request))
      turn = taken.catch(() => {})
      return taken
    },
  }
}

/** "Credential formats the server accepts": nothing that is not listed. */
function assertListed(type: string | undefined, { methodDetails }: Request): void {
  const { credentialTypes = ['hash'] } = methodDetails
  require(type && credentialTypes.includes(type), 'the type is not one of credentialTypes')
}

function signerOf(channel: { payer: Address; authorizedSigner: Address }): Address {
  return channel.authorizedSigner === zero ? channel.payer : channel.authorizedSigner
}
