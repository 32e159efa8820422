import { deploy, devAccount, readArtifact } from '@payerkit/devnet'
import { decodeErrorResult, decodeFunctionResult, encodeFunctionData, type Log, parseEventLogs } from 'viem'
import { beforeAll, describe, expect, test } from 'vitest'
import * as Hex from '../../../chain/Hex.js'
import { balance, live, timeout, useLiveShop } from '../testing/live.js'
import { escrowV1 } from './EscrowV1.js'
import { act, createWallet } from './testing/v1Channel.js'

// The escrow contract of protocol v1: that it says what our encoders say, and who may do what with it.

useLiveShop()

const { abi } = readArtifact('TempoStreamChannel')
const payee = devAccount(7)
const stranger = devAccount(6).address
const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
let escrow: Hex.Hex

beforeAll(async () => {
  escrow = (await deploy(live.chain.url, 'TempoStreamChannel')).toLowerCase() as Hex.Hex
}, timeout)

const encode = (functionName: string, args: readonly unknown[]) =>
  encodeFunctionData({ abi, functionName, args })

/** Asks the contract, as somebody; the name of its error where it refuses. */
async function ask(from: string, functionName: string, ...args: unknown[]) {
  const call = { from, to: escrow, data: encode(functionName, args) }
  const body = { jsonrpc: '2.0', id: 1, method: 'eth_call', params: [call, 'latest'] }
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(live.chain.url, { method: 'POST', headers, body: JSON.stringify(body) })
  const { result, error } = (await response.json()) as { result?: Hex.Hex; error?: { data: Hex.Hex } }
  if (error) return decodeErrorResult({ abi, data: error.data }).errorName
  return decodeFunctionResult({ abi, functionName, data: result ?? '0x' })
}

const asPayee = (functionName: string, ...args: unknown[]) =>
  act(payee, { to: escrow, data: encode(functionName, args) })

async function openWallet(deposit = 10_000n) {
  const wallet = await createWallet(escrow, payee.address)
  await wallet.act(...escrowV1.open(wallet.channel, deposit))
  const signature = async (cumulative: bigint) => (await wallet.voucher(cumulative)).signature
  return { ...wallet, signature }
}

describe('the contract', { timeout }, () => {
  test('derives the same ids and digests', async () => {
    const { channel, id } = await createWallet(escrow, payee.address)
    const { payer, token, salt, authorizedSigner } = channel
    const parts = [payer, payee.address, token, salt, authorizedSigner]
    expect(await ask(stranger, 'computeChannelId', ...parts)).toBe(id)
    for (const cumulative of [0n, 1n, 123_456n, escrowV1.largest])
      expect(await ask(stranger, 'getVoucherDigest', id, cumulative)).toBe(
        Hex.fromBytes(escrowV1.voucher(channel, id, cumulative)),
      )
  })

  test('tells all that happens to a channel', async () => {
    const { payer, channel, id, signature, act, state } = await openWallet()
    expect(await state()).toEqual({ deposit: 10_000n, settled: 0n, closeRequestedAt: 0n })
    await act(escrowV1.requestClose(channel, id))
    await act(...escrowV1.topUp(channel, id, 500n))
    await asPayee('settle', id, 300n, await signature(300n))
    expect(await state()).toEqual({ deposit: 10_500n, settled: 300n, closeRequestedAt: 0n })
    await asPayee('close', id, 700n, await signature(700n))
    expect(await state()).toBeUndefined()
    const filter = { address: escrow, fromBlock: 'earliest', topics: [null, id] }
    const logs = (await live.chain.rpc('eth_getLogs', [filter])) as Log[]
    const events = parseEventLogs({ abi, logs })
    const parties = { channelId: id, payer: payer.address, payee: payee.address }
    const { salt } = channel
    expect(events).toMatchObject([
      { eventName: 'ChannelOpened', args: { ...parties, deposit: 10_000n, salt } },
      { eventName: 'CloseRequested', args: parties },
      { eventName: 'CloseRequestCancelled', args: parties },
      { eventName: 'TopUp', args: { ...parties, additionalDeposit: 500n, newDeposit: 10_500n } },
      {
        eventName: 'Settled',
        args: { ...parties, cumulativeAmount: 300n, deltaPaid: 300n, newSettled: 300n },
      },
      { eventName: 'ChannelClosed', args: { ...parties, settledToPayee: 700n, refundedToPayer: 9_800n } },
    ])
    expect(await balance(escrow)).toBe(0n)
  })

  test('lets only the payee take, and only the payer add and leave', async () => {
    const { payer, id, signature } = await openWallet()
    const voucher = [id, 100n, await signature(100n)]
    for (const somebody of [stranger, payer.address])
      for (const name of ['settle', 'close']) expect(await ask(somebody, name, ...voucher)).toBe('NotPayee')
    for (const somebody of [stranger, payee.address]) {
      expect(await ask(somebody, 'topUp', id, 1n)).toBe('NotPayer')
      for (const name of ['requestClose', 'withdraw']) expect(await ask(somebody, name, id)).toBe('NotPayer')
    }
    expect(await ask(payee.address, 'settle', ...voucher)).toBeUndefined()
  })

  test('takes a voucher of the authorized signer alone, and one form of it', async () => {
    const wallet = await openWallet()
    const { payer, channel, id } = wallet
    const settle = (signature: string) => ask(payee.address, 'settle', id, 100n, signature)
    const signature = await wallet.signature(100n)
    const [r, s, v] = [signature.slice(2, 66), BigInt(`0x${signature.slice(66, 130)}`), signature.slice(130)]
    const word = (value: bigint) => value.toString(16).padStart(64, '0')
    const twin = `0x${r}${word(order - s)}${v === '1b' ? '1c' : '1b'}`
    const compact = `0x${r}${word(s | (v === '1c' ? 1n << 255n : 0n))}`
    const hash = Hex.fromBytes(escrowV1.voucher(channel, id, 100n))
    const byPayer = (await payer.sign?.({ hash })) ?? '0x'
    for (const wrong of ['0x', signature.slice(0, -2).concat('00'), `${signature}00`, twin, byPayer])
      expect(await settle(wrong)).toBe('InvalidSignature')
    expect(await settle(await wallet.signature(101n))).toBe('InvalidSignature')
    for (const right of [signature, compact]) expect(await settle(right)).toBeUndefined()
  })

  test('takes the payer for the signer where none is named', async () => {
    const { payer, channel } = await createWallet(escrow, payee.address)
    const own = { ...channel, authorizedSigner: `0x${'00'.repeat(20)}` } as const
    const id = escrowV1.channelId(own)
    await act(payer, ...escrowV1.open(own, 1_000n))
    const signature = await payer.sign?.({ hash: Hex.fromBytes(escrowV1.voucher(own, id, 1_000n)) })
    expect(await ask(payee.address, 'settle', id, 1_000n, signature)).toBeUndefined()
  })

  test('never pays more than is deposited, nor anything twice', async () => {
    const { payer, channel, id, signature } = await openWallet(1_000n)
    const asked = async (name: string, cumulative: bigint) =>
      ask(payee.address, name, id, cumulative, await signature(cumulative))
    for (const name of ['settle', 'close']) expect(await asked(name, 1_001n)).toBe('AmountExceedsDeposit')
    await asPayee('settle', id, 400n, await signature(400n))
    for (const lower of [0n, 399n, 400n]) expect(await asked('settle', lower)).toBe('AmountNotIncreasing')
    expect(await ask(payer.address, 'topUp', id, escrowV1.largest)).toBe('DepositOverflow')
    const before = await balance(payer.address)
    // What is settled is not given back by a lower voucher.
    await asPayee('close', id, 0n, '0x')
    expect((await balance(payer.address)) - before).toBe(600n)
    const again = [payee.address, channel.token, 1n, channel.salt, channel.authorizedSigner]
    expect(await ask(payer.address, 'open', ...again)).toBe('ChannelAlreadyExists')
    expect(await asked('close', 500n)).toBe('ChannelFinalized')
    for (const name of ['requestClose', 'withdraw'])
      expect(await ask(payer.address, name, id)).toBe('ChannelFinalized')
  })

  test('knows no channel that was not opened, and opens none for nobody', async () => {
    const { payer, channel, id, voucher } = await createWallet(escrow, payee.address)
    expect(await ask(payer.address, 'requestClose', id)).toBe('ChannelNotFound')
    const { signature } = await voucher(1n)
    expect(await ask(payee.address, 'settle', id, 1n, signature)).toBe('ChannelNotFound')
    const nobody = [`0x${'00'.repeat(20)}`, channel.token, 1n, channel.salt, channel.authorizedSigner]
    expect(await ask(payer.address, 'open', ...nobody)).toBe('InvalidPayee')
  })

  test('gives back what is left after the grace period, and not before', async () => {
    const { payer, channel, id, act, state } = await openWallet()
    expect(await ask(payer.address, 'withdraw', id)).toBe('CloseNotReady')
    await act(escrowV1.requestClose(channel, id))
    const requested = (await state())?.closeRequestedAt ?? 0n
    const atTime = async (timestamp: bigint) => {
      await live.chain.rpc('evm_setNextBlockTimestamp', [Hex.fromNumber(timestamp)])
      await live.chain.rpc('evm_mine')
      return ask(payer.address, 'withdraw', id)
    }
    expect(await ask(stranger, 'CLOSE_GRACE_PERIOD')).toBe(escrowV1.gracePeriod)
    expect(await atTime(requested + escrowV1.gracePeriod - 60n)).toBe('CloseNotReady')
    expect(await atTime(requested + escrowV1.gracePeriod)).toBeUndefined()
  })
})
