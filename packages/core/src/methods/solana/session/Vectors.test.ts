import { getPublicKeyAsync, signAsync, verifyAsync } from '@noble/ed25519'
import { describe, expect, test } from 'vitest'
import * as Address from '../Address.js'
import * as Base58 from '../Base58.js'
import { littleEndian, toBase64 } from '../Bytes.js'
import * as ChannelProgram from './ChannelProgram.js'
import * as Proof from './Proof.js'
import * as SecretBytes from './SecretBytes.js'
import { challengeOf, draft } from './testing/challenges.js'
import * as Voucher from './Voucher.js'

// Frozen values of the published builders of all three generations, and of their vouchers.

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const channelId = 'cGfHiC6Kgg3FpFZvgwGcswsCRtp4aBP2fzuXRQPizuN'
const nines = '09'.repeat(32)

describe('what a voucher is signed over', () => {
  test('has a tag, but for the oldest', () => {
    const voucher = { channelId, cumulative: 42n, expiresAt: 1234 }
    const rest = `${nines}2a00000000000000d204000000000000`
    expect(hex(Voucher.bytes('A', voucher))).toBe(rest)
    expect(hex(Voucher.bytes('B', voucher))).toBe(`5601${rest}`)
    expect(hex(Voucher.bytes('C', voucher))).toBe(`5601${rest}`)
  })

  test('holds every u64, and no more', () => {
    const large = { channelId, cumulative: 18446744073709551607n, expiresAt: Voucher.forever }
    expect(hex(Voucher.bytes('C', large).slice(34))).toBe('f7ffffffffffffff005786f400000000')
    for (const cumulative of [2n ** 64n, -1n])
      expect(() => Voucher.bytes('C', { ...large, cumulative })).toThrow('cumulativeAmount')
    for (const expiresAt of [-1, 0.5, 2 ** 53])
      expect(() => Voucher.bytes('C', { ...large, expiresAt })).toThrow('expiresAt')
  })

  test('is signed to the byte', async () => {
    const seed = new Uint8Array(32).fill(42)
    const sign = async (generation: 'A' | 'C') =>
      Base58.encode(
        await signAsync(
          Voucher.bytes(generation, { channelId, cumulative: 42n, expiresAt: Voucher.forever }),
          seed,
        ),
      )
    expect(await sign('A')).toBe(
      '3iY4dt9pR6W5e3SxLMJgFFTWq6CcxTQqKRUGE3Ktp2zq6D7PLu6m61vT2kiLHq2fXPcgmvgwF8Twr4zCLaM58bpA',
    )
    expect(await sign('C')).toBe(
      'kdkjoubjtBufYA8sWiw7C8KnBbuLi9rUN5hoox8w4KqDRWh4hsYd5wcdYWhtfJMuGUnjZedrPz1CNWnwAMMrLMp',
    )
  })

  test('by the browser is what another implementation verifies', async () => {
    const keys = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair
    const bytes = Voucher.bytes('C', { channelId, cumulative: 42n, expiresAt: 0 })
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', keys.privateKey, bytes))
    const key = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey))
    expect(await verifyAsync(signature, bytes, key)).toBe(true)
    expect(
      await verifyAsync(signature, Voucher.bytes('A', { channelId, cumulative: 42n, expiresAt: 0 }), key),
    ).toBe(false)
  })
})

describe('a channel', () => {
  const payer = 'AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9'
  const operator = '9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu'
  const payee = 'GyGKxMyg1p9SsHfm15MkNUu1u9TN2JtTspcdmrtGUdse'
  const mint = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'
  const authorizedSigner = 'EdmxWPmx2WH6WgFfTdu9xfkYf3k1g5wD1zccTVySEEh1'
  const seeds = { program: ChannelProgram.CHANNELS, payer, payee, mint, authorizedSigner, salt: 42n }
  const channel = { ...seeds, openSlot: 9_042n, tokenProgram: Address.TOKEN }
  const legacy = { ...seeds, program: 'GuoKrzaBiZnW5DvJ3yZVE7xHqbcBvaX9SH6P6Cn9gNvc' }
  const id = '9dcDepjEQ1UcwLYqpaTSFQZqxYeMq9cMsmL2541HdKjV'

  test('is of the keys that the builder has', async () => {
    for (const [byte, address] of [
      [1, payer],
      [2, operator],
      [3, payee],
    ] as const)
      expect(Base58.encode(await getPublicKeyAsync(new Uint8Array(32).fill(byte)))).toBe(address)
  })

  test('derives from its parts, the slot among them', () => {
    expect(ChannelProgram.channelId(channel)).toBe(id)
    expect(ChannelProgram.channelId(legacy)).toBe('EhZdzBB1N4fze8WevyA73hCDVyza4b3C2umjhVdpSUM')
    expect(ChannelProgram.channelId({ ...channel, openSlot: 9_043n })).not.toBe(id)
    expect(ChannelProgram.eventAuthority(channel.program)).toBe(
      '75c2huVzDW1Eq4kD86by5392sjdJzuAT195XNgP2f2tX',
    )
  })

  const split = { recipient: 'HPvLZy6aWNxNsqTEzE8iQzWeD3qsyJxE1nFYNgnnJvVy', bps: 250 }
  const recipient = Base58.encode(
    Buffer.from('f3df6c4f444efb2d860ce6dae0b568b6dadee3c402fc33edab10836490385896', 'hex'),
  )
  const opening = { deposit: 1_000_000n, gracePeriod: 900, splits: [{ ...split, recipient }] }
  const [own, escrow] = [
    '3wvJdyFnGvaMWpbq93NU91SggiVRveULUXL6iX5VZDGP',
    'AKc4oGBp3CCQbS9BDgaf3R5UKPHgh5o6iSrYjpxoe9SN',
  ]

  test('is opened by these bytes and accounts', () => {
    const { data, accounts, program } = ChannelProgram.open({ ...channel, ...opening, rentPayer: operator })
    expect(program).toBe(ChannelProgram.CHANNELS)
    expect(hex(data)).toBe(
      '012a0000000000000040420f000000000084030000522300000000000001000000f3df6c4f444efb2d860ce6dae0b568b6dadee3c402fc33edab10836490385896fa00',
    )
    expect(accounts.map(({ address, signer, writable }) => [address, !!signer, !!writable])).toEqual([
      [payer, true, true],
      [operator, true, true],
      [payee, false, false],
      [mint, false, false],
      [authorizedSigner, false, false],
      [id, false, true],
      [own, false, true],
      [escrow, false, true],
      ['TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA', false, false],
      ['11111111111111111111111111111111', false, false],
      ['SysvarRent111111111111111111111111111111111', false, false],
      ['ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL', false, false],
      ['75c2huVzDW1Eq4kD86by5392sjdJzuAT195XNgP2f2tX', false, false],
      [ChannelProgram.CHANNELS, false, false],
    ])
  })

  test('was opened without slot and rent payer once', () => {
    const { data, accounts } = ChannelProgram.open({ ...legacy, ...opening, tokenProgram: Address.TOKEN })
    expect(hex(data)).toBe(
      '012a0000000000000040420f00000000008403000001000000f3df6c4f444efb2d860ce6dae0b568b6dadee3c402fc33edab10836490385896fa00',
    )
    expect(accounts.length).toBe(13)
    expect(accounts[1]?.address).toBe(payee)
  })

  test('is added to, and ended, by these', () => {
    const step = ChannelProgram.topUp(channel, 1_234_567n)
    expect(hex(step.data)).toBe('0387d6120000000000')
    expect(step.accounts.map(({ address }) => address)).toEqual([payer, id, own, escrow, mint, Address.TOKEN])
    expect(step.accounts.map(({ signer, writable }) => [!!signer, !!writable])).toEqual([
      [true, true],
      [false, true],
      [false, true],
      [false, true],
      [false, false],
      [false, false],
    ])
    const { data, accounts } = ChannelProgram.requestClose(channel)
    expect([hex(data), accounts]).toEqual([
      '05',
      [
        { address: payer, signer: true },
        { address: id, writable: true },
      ],
    ])
    expect(hex(ChannelProgram.seal(channel).data)).toBe('06')
    const back = ChannelProgram.withdraw(channel)
    expect(hex(back.data)).toBe('08')
    expect(back.accounts.map(({ address }) => address)).toEqual([payer, id, escrow, own, mint, Address.TOKEN])
  })

  test('is read from its account, and no other is', () => {
    const data = new Uint8Array(256)
    data.set([1, 1, 255, 2])
    for (const [at, value] of [
      [4, 42n],
      [12, 1_000_000n],
      [20, 250n],
      [36, 1_700_000_000n],
      [248, 9_042n],
    ] as const)
      data.set(littleEndian(value, 8), at)
    data.set(littleEndian(900n, 4), 52)
    for (const [n, key] of [payer, payee, authorizedSigner, mint].entries())
      data.set(Address.toBytes(key), 88 + 32 * n)
    expect(ChannelProgram.readState(channel, data)).toEqual({
      status: 'closing',
      deposit: 1_000_000n,
      settled: 250n,
      closureStartedAt: 1_700_000_000n,
      gracePeriod: 900,
      withdrawn: false,
    })
    const changed = (at: number, byte: number) => {
      const copy = data.slice()
      copy[at] = byte
      return ChannelProgram.readState(channel, copy)
    }
    // Another status, salt, slot, key, and more settled than there is.
    for (const at of [3, 4, 88, 215, 248]) expect(changed(at, 77)).toBeUndefined()
    expect(changed(26, 1)).toBeUndefined()
    // Of another kind, or version.
    for (const at of [0, 1]) expect(changed(at, 2)).toBeUndefined()
    for (const other of [data.slice(0, 255), Uint8Array.of(2)])
      expect(ChannelProgram.readState(channel, other)).toBeUndefined()
    expect(ChannelProgram.isRemnant(channel, Uint8Array.of(2))).toBe(false)
    // Once it was shorter, and ended as one byte; neither is taken for the other.
    const older = { ...legacy, openSlot: undefined }
    const first = data.slice(0, 216)
    expect(ChannelProgram.readState(older, first)).toEqual(ChannelProgram.readState(channel, data))
    expect(ChannelProgram.readState(older, data)).toBeUndefined()
    expect(ChannelProgram.readState(channel, first)).toBeUndefined()
    first[3] = 3
    expect(ChannelProgram.readState(older, first)).toBeUndefined()
    expect(
      [[2], [1], [0], [2, 0]].map((rest) => ChannelProgram.isRemnant(older, Uint8Array.from(rest))),
    ).toEqual([true, false, false, false])
    expect(ChannelProgram.readChannel('C', data)).toMatchObject({
      salt: 42n,
      openSlot: 9_042n,
      gracePeriod: 900,
    })
    expect(ChannelProgram.readChannel('A', data)).toBeUndefined()
  })
})

describe('what says who asks, where the server signs', () => {
  const parties = { channelId, payer: 'AKnL4NNf3DGWZJS6cPknBuEGnVsV4A4m5tgebLHaRSZ9' }
  test('is signed over canonical JSON, in UTF-8, whatever the id holds', () => {
    const text = (id: string) => new TextDecoder().decode(Proof.message(parties, id))
    expect(text('c_8d0e')).toBe(
      `{"channelId":"${channelId}","domain":"mpp-session-auth-v1","payer":"${parties.payer}","sessionChallengeId":"c_8d0e"}`,
    )
    expect(text('é"\\\n')).toContain('"sessionChallengeId":"é\\"\\\\\\n"')
  })

  test('is kept sealed, and read back for what it is', async () => {
    const signature = new Uint8Array(64).map((_, at) => at)
    const signed = new Uint8Array(65).fill(7)
    const sealed = Proof.seal(signature, await SecretBytes.answer(signed))
    const challenge = challengeOf(draft)
    const kept = Proof.toJson({ challenge, sealed })
    expect(JSON.stringify(kept)).not.toContain(toBase64(signature).slice(0, 40))
    const proof = Proof.read(JSON.parse(JSON.stringify(kept)), 'proof')
    expect(proof).toEqual({ challenge, sealed })
    expect(await Proof.open(proof, parties.payer, signed)).toEqual({
      type: 'proof',
      challengeId: challenge.id,
      payer: parties.payer,
      signature: Base58.encode(signature),
    })
    expect(await Proof.open(proof, parties.payer, new Uint8Array(65))).not.toMatchObject({
      signature: Base58.encode(signature),
    })
    for (const broken of [
      {},
      { ...kept, sealed: 'AAAA' },
      { ...kept, sealed: '?' },
      { ...kept, challenge: 'x' },
    ])
      expect(() => Proof.read(broken, 'proof')).toThrow('proof')
  })
})
