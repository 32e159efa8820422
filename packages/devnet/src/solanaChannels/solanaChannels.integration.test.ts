import {
  AccountRole,
  type Address,
  address,
  appendTransactionMessageInstructions,
  blockhash,
  createTransactionMessage,
  generateKeyPairSigner,
  getBase64EncodedWireTransaction,
  type Instruction,
  type KeyPairSigner,
  pipe,
  setTransactionMessageFeePayerSigner,
  setTransactionMessageLifetimeUsingBlockhash,
  signTransactionMessageWithSigners,
} from '@solana/kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SolanaChain, startSolana } from '../startSolana.js'
import { associatedAccount, tokenPrograms } from '../startSolanaTokens.js'
import { channelProgram, readChannel } from './ChannelAccount.js'
import {
  ataProgram,
  bytes,
  drawChannel,
  grace,
  reads,
  signs,
  step,
  system,
  writes,
} from './testing/channelSteps.js'

// The stand-in for the channel program, on litesvm.

const money = 5_000_000n
const deposit = 500_000n

let chain: SolanaChain
let mint: Address
let seller: KeyPairSigner

beforeAll(async () => {
  chain = await startSolana({ channels: true })
  mint = address(await chain.createMint())
  seller = await generateKeyPairSigner()
  chain.fund(seller.address, 10_000_000_000n)
  await chain.mintTo(mint, seller.address, 0n)
})
afterAll(() => chain?.stop())

const ask = async (method: string, ...params: unknown[]) => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const response = await fetch(chain.url, { method: 'POST', body })
  const { result, error } = (await response.json()) as {
    result: { value: unknown }
    error?: { message: string }
  }
  if (error) throw new Error(error.message)
  return result
}
const tokensOf = (owner: Address) => associatedAccount(owner, mint, tokenPrograms.token)
const held = (owner: Address) => chain.tokenBalance(mint, owner)

async function newPayer(): Promise<KeyPairSigner> {
  const payer = await generateKeyPairSigner()
  chain.fund(payer.address)
  await chain.mintTo(mint, payer.address, money)
  return payer
}

async function wire(feePayer: KeyPairSigner, instructions: Instruction[]) {
  const { value } = (await ask('getLatestBlockhash')) as { value: { blockhash: string } }
  const lifetime = { blockhash: blockhash(value.blockhash), lastValidBlockHeight: 10_000n }
  const message = pipe(
    createTransactionMessage({ version: 0 }),
    (made) => setTransactionMessageFeePayerSigner(feePayer, made),
    (made) => setTransactionMessageLifetimeUsingBlockhash(lifetime, made),
    (made) => appendTransactionMessageInstructions(instructions, made),
  )
  return getBase64EncodedWireTransaction(await signTransactionMessageWithSigners(message))
}

const send = async (feePayer: KeyPairSigner, ...instructions: Instruction[]) =>
  ask('sendTransaction', await wire(feePayer, instructions), { encoding: 'base64' })

/** A channel of a new payer, not opened yet, and its steps. */
async function draw(changes: { deposit?: bigint; openSlot?: bigint } = {}) {
  const payer = await newPayer()
  const openSlot = BigInt(chain.rpc('getSlot') as number)
  return { payer, ...(await drawChannel({ payer, seller, mint, deposit, openSlot, ...changes })) }
}

async function channelAt(id: Address) {
  const { value } = (await ask('getAccountInfo', id, { encoding: 'base64' })) as {
    value: { owner: string; data: [string] } | null
  }
  return value && { owner: value.owner, ...readChannel(Buffer.from(value.data[0], 'base64')) }
}

/** All that a step could have changed. */
const snapshot = async ({ payer, id }: { payer: KeyPairSigner; id: Address }) => ({
  tokens: [await held(payer.address), await held(id), await held(seller.address)],
  lamports: [chain.balance(payer.address), chain.balance(seller.address)],
  channel: await channelAt(id),
})

test('a channel is opened, added to and paid out, and everybody has what is theirs to the last part', async () => {
  const { payer, key, id, open, topUp, seal, distribute, proof } = await draw()
  const before = [await held(seller.address), chain.balance(seller.address)]
  await send(seller, open)
  expect(await held(payer.address)).toBe(money - deposit)
  expect(await held(id)).toBe(deposit)
  // Two signatures, and the rent of two accounts.
  expect(chain.balance(seller.address)).toBe((before[1] ?? 0n) - 10_000n - 2_672_640n - 2_039_280n)
  await send(payer, topUp(100_000n))
  expect(chain.balance(payer.address)).toBe(1_000_000_000n - 5_000n)
  expect(await channelAt(id)).toMatchObject({
    ...{
      owner: channelProgram,
      status: 'open',
      deposit: deposit + 100_000n,
      settled: 0n,
      gracePeriod: grace,
    },
    ...{ payer: payer.address, payee: seller.address, authorizedSigner: key.address, mint },
    ...{ rentPayer: seller.address, salt: 7n },
  })
  // As lost channels are looked for.
  const filters = [{ dataSize: 256 }, { memcmp: { offset: 88, bytes: payer.address } }]
  expect(await ask('getProgramAccounts', channelProgram, { filters })).toMatchObject([{ pubkey: id }])
  expect(await ask('getProgramAccounts', channelProgram, { filters: [{ dataSize: 255 }] })).toEqual([])

  await send(seller, await proof(200_003n), seal(true), distribute)
  expect(await held(payer.address)).toBe(money - 200_003n)
  expect(await held(seller.address)).toBe((before[0] ?? 0n) + 200_003n)
  expect(await held(id)).toBeUndefined()
  expect(await channelAt(id)).toMatchObject({ status: 'distributed', settled: 200_003n, paid: 200_003n })
  // The rent of what held the tokens is back, that of the channel is not; and the proof cost a signature.
  expect(chain.balance(seller.address)).toBe((before[1] ?? 0n) - 20_000n - 2_672_640n)
})

test('a payer takes all of it back once the grace period is over, on the clock that the chain tells', async () => {
  const channel = await draw()
  const { payer, id, open, requestClose, sealLate, withdraw, seal, distribute } = channel
  await send(seller, open)
  await send(payer, requestClose)
  const clock = async () => {
    const { value } = (await ask('getAccountInfo', 'SysvarC1ock11111111111111111111111111111111')) as {
      value: { data: [string] }
    }
    return Buffer.from(value.data[0], 'base64').readBigInt64LE(32)
  }
  const { closureStartedAt = 0n } = (await channelAt(id)) ?? {}
  expect(Math.abs(Number(closureStartedAt) - Date.now() / 1000)).toBeLessThan(60)
  await expect(send(payer, sealLate)).rejects.toThrow('ChannelCloseTooEarly')
  const early = await clock()
  chain.increaseTime(grace)
  expect(await clock()).toBeGreaterThanOrEqual(early + BigInt(grace))
  await expect(send(seller, seal())).rejects.toThrow('the grace period is over')
  await send(payer, sealLate, withdraw)
  expect(await held(payer.address)).toBe(money)
  expect(await channelAt(id)).toMatchObject({ status: 'sealed' })
  await expect(send(payer, withdraw)).rejects.toThrow('the rest was paid out')
  // Long after its opening the channel's own account ends too.
  chain.pass(1_501)
  await send(seller, distribute)
  expect(await channelAt(id)).toBeNull()
  chain.resetTime()
  expect(Math.abs(Number(await clock()) - Date.now() / 1000)).toBeLessThan(60)
})

test('what the program would refuse changes nothing, wherever in a transaction it stands', async () => {
  const channel = await draw()
  const { id, open, topUp, requestClose, seal, distribute, withdraw, proof } = channel
  await send(seller, open)
  const [other, thief] = [await draw(), await generateKeyPairSigner()]
  chain.fund(thief.address)
  const before = await snapshot(channel)
  // Something that the runtime does by itself.
  const stray: Instruction = {
    programAddress: ataProgram,
    accounts: [
      ...[signs(seller), ...writes(await tokensOf(thief.address))],
      ...reads(thief.address, mint, system, tokenPrograms.token),
    ],
    data: Uint8Array.of(1),
  }
  for (const [reason, steps] of [
    ['the channel is there already', [open]],
    ['insufficient funds', [topUp(money)]],
    ['arguments of topUp', [topUp(0n)]],
    // The first would work by itself.
    ['the channel is open', [topUp(1n), distribute]],
    ['the channel is closing', [requestClose, topUp(1n)]],
    ['there is no verified voucher', [seal(true)]],
    ['there is no verified voucher', [await proof(1n), topUp(1n), seal(true)]],
    ['the signer of the voucher', [await proof(1n, thief), seal(true)]],
    ['VoucherChannelMismatch', [await (await draw()).proof(1n, channel.key), seal(true)]],
    ['the amount of the voucher', [await proof(deposit + 1n), seal(true)]],
    ['the amount of the voucher', [await proof(0n), seal(true)]],
    ['the voucher is over', [await proof(1n, channel.key, 1n), seal(true)]],
    ['the channel is open', [withdraw]],
    ['there is no such channel', [other.topUp(1n)]],
    ['the stand-in has no channels beside', [requestClose, stray]],
    ['the stand-in has no instruction 9', [step(bytes([9, 1]), writes(id))]],
  ] satisfies [string, Instruction[]][])
    await expect(send(seller, ...steps)).rejects.toThrow(reason)
  expect(await snapshot(channel)).toEqual(before)

  for (const [changes, reason] of [
    [{ openSlot: BigInt(chain.rpc('getSlot') as number) + 1_000n }, 'OpenSlotOutOfWindow'],
    [{ openSlot: 1n }, 'OpenSlotOutOfWindow'],
    [{ deposit: 0n }, 'arguments of open'],
    [{ deposit: money + 1n }, 'insufficient funds'],
  ] as const)
    await expect(send(seller, (await draw(changes)).open)).rejects.toThrow(reason)
  // Another's channel under this one's address.
  const accounts = other.open.accounts?.map((each) =>
    each.address === other.id ? { ...each, address: id } : each,
  )
  await expect(send(seller, { ...other.open, accounts: accounts ?? [] })).rejects.toThrow('account 5')
})

test('the runtime itself refuses signatures, repetitions and blocks that do not fit; a try changes nothing', async () => {
  const channel = await draw()
  const { payer, id, open, topUp, seal, distribute, proof, key } = channel
  const opening = await wire(seller, [open])
  expect(await ask('simulateTransaction', opening, { encoding: 'base64' })).toMatchObject({
    value: { err: null },
  })
  expect(await channelAt(id)).toBeNull()
  expect(await held(payer.address)).toBe(money)
  await ask('sendTransaction', opening)
  await expect(ask('sendTransaction', opening)).rejects.toThrow('AlreadyProcessed')
  const before = await snapshot(channel)
  // A step that names the payer, whom nobody asked to sign.
  const unsigned = topUp(1n).accounts?.map(({ address: key, role }) => ({
    address: key,
    role: key === payer.address ? AccountRole.WRITABLE : role,
  }))
  await expect(send(seller, { ...topUp(1n), accounts: unsigned ?? [] })).rejects.toThrow('has not signed')
  const forged = await proof(9n)
  const data = Uint8Array.from(forged.data ?? [])
  // One part more than was signed.
  data[146] = 10
  await expect(send(seller, { ...forged, data }, seal(true))).rejects.toThrow(
    'InstructionError(0, Custom(2))',
  )
  const altered = Buffer.from(await wire(payer, [topUp(1n)]), 'base64')
  altered[altered.length - 9] = 2
  await expect(ask('sendTransaction', altered.toString('base64'))).rejects.toThrow('SignatureFailure')
  const late = await wire(payer, [topUp(1n)])
  chain.pass(151)
  await expect(ask('sendTransaction', late)).rejects.toThrow('BlockhashNotFound')
  expect(await snapshot(channel)).toEqual(before)
  await send(seller, await proof(9n, key), seal(true), distribute)
  expect(await held(payer.address)).toBe(money - 9n)
})
