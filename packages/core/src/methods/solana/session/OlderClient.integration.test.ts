import { verifyAsync } from '@noble/ed25519'
import {
  createPaymentChannelSessionOpener,
  createSessionFetch,
  HttpCommitTransport,
  MeteredSseSession,
  SessionConsumer,
  SseDecoder,
  selectSolanaSessionChallengeFromResponse,
  serializeSessionCredential,
  voucherMessageBytes,
} from '@solana/mpp/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keypairAccount, type SolanaAccount } from '../Account.js'
import * as Address from '../Address.js'
import * as Base58 from '../Base58.js'
import { fromBase64 } from '../Bytes.js'
import * as Transaction from '../Transaction.js'
import { type Bank, createBank, legacy } from './testing/bank.js'
import { customerOf, money, newAccount } from './testing/customer.js'
import { type OlderShop, startOlderShop, wordsCost } from './testing/olderShop.js'
import * as Voucher from './Voucher.js'

// The client that was published for sessions of the older SDKs, `@solana/mpp` 0.6.0, pays the shop that our payer is tried
// against: so the shop understands what was published. What both sign is compared.

let bank: Bank
let shop: OlderShop

beforeAll(async () => {
  bank = createBank()
  shop = await startOlderShop(bank, new Uint8Array(32).fill(6))
})
afterAll(() => shop.stop())

const at = (path: string) => shop.url + path

type TheirSigner = Parameters<typeof createPaymentChannelSessionOpener>[0]['signer']
type TheirAddress = TheirSigner['address']
type Signature = Awaited<
  ReturnType<Extract<TheirSigner, { signTransactions: unknown }>['signTransactions']>
>[number][TheirAddress]

/** An account as their client takes it: for transactions, and for the bytes of vouchers. */
function signerOf(account: SolanaAccount) {
  const address = account.address as TheirAddress
  const sign = async (bytes: ArrayLike<number>) => ({
    [address]: (await account.signMessage?.(Uint8Array.from(bytes))) as NonNullable<Signature>,
  })
  return {
    address,
    signTransactions: (all: readonly { readonly messageBytes: ArrayLike<number> }[]) =>
      Promise.all(all.map(({ messageBytes }) => sign(messageBytes))),
    signMessages: (all: readonly { readonly content: ArrayLike<number> }[]) =>
      Promise.all(all.map(({ content }) => sign(content))),
  }
}

test('it is understood, and pays', async () => {
  const account = await newAccount(bank)
  const sessionSigner = signerOf(await keypairAccount(crypto.getRandomValues(new Uint8Array(32))))
  const opener = createPaymentChannelSessionOpener({
    signer: signerOf(account),
    sessionSigner,
    deposit: 5_000n,
  })
  const client = createSessionFetch({ opener })
  const response = await client.fetch(at('/words'))
  const session = client.session
  if (!session || !client.open) throw new Error('their client opened nothing')
  // What a stream metered, by its own words.
  const transport = new HttpCommitTransport({ commitUrl: at('/__402/session/commit') })
  const metered = new MeteredSseSession(new SessionConsumer({ session, transport }))
  for (const event of new SseDecoder().pushChunk(await response.text())) metered.acceptEvent(event)
  expect(await metered.ack()).toMatchObject({ status: 'committed', cumulative: String(wordsCost) })
  // A watermark, by a credential to the address that was paid for.
  expect(await client.commitCumulative(300n)).toMatchObject({ status: 'committed', cumulative: '300' })
  expect(shop.desk.channels.get(session.channelId)).toMatchObject({ cumulative: 300n, deposit: 5_000n })
  expect(bank.channels.get(session.channelId)).toMatchObject({ program: legacy, deposit: 5_000n })
  const { challenge } = client.open
  const authorization = serializeSessionCredential({ challenge, payload: await session.closeAction() })
  expect((await fetch(at('/words'), { headers: { authorization } })).status).toBe(200)
  expect(shop.log.map(({ action }) => action)).toEqual(['open', 'commit', 'reserve', 'commit', 'close'])
  expect(bank.held(account.address)).toBe(money - 300n)
  expect(bank.held(shop.operator)).toBe(300n)
})

test('it opens with the same instruction and fields, and signs the same bytes', async () => {
  const account = await newAccount(bank)
  const programs = [{ network: 'localnet', address: legacy, generation: 'A' }] as const
  const { payer, signed } = await customerOf(bank, { account, programs })
  shop.log.length = 0
  const session = payer.session(at('/shared'), { deposit: '0.001' })
  expect((await session.fetch()).status).toBe(200)
  expect((await session.fetch()).status).toBe(200)
  const [opened, paid] = shop.log.map(({ payload }) => payload)
  const ours = signed[0]?.message
  const { salt, authorizedSigner, channelId } = { salt: '', authorizedSigner: '', channelId: '', ...opened }
  const response = await fetch(at('/shared'))
  const challenge = selectSolanaSessionChallengeFromResponse(response)
  if (!challenge) throw new Error('their client reads no challenge')
  const opener = createPaymentChannelSessionOpener({
    deposit: 1_000n,
    salt: String(salt),
    signer: signerOf(account),
    sessionSigner: signerOf({ ...account, address: String(authorizedSigner) }),
  })
  const theirs = await opener({ challenge, input: at('/shared'), response })
  const { transaction, ...fields } = theirs.payload
  expect({ ...fields, transaction: opened?.transaction }).toEqual(opened)
  const parsed = Transaction.parse(fromBase64(transaction ?? ''))
  const { message } = parsed
  expect(message.instructions).toEqual(ours?.instructions)
  expect([message.signers, message.feePayer]).toEqual([ours?.signers, ours?.feePayer])
  expect(Transaction.signatureOf(parsed, account.address)?.length).toBe(64)
  // A voucher of ours is good for their bytes.
  const { voucher } = paid as { voucher: Parameters<SessionConsumer['session']['recordVoucher']>[0] }
  const { data, signature } = voucher
  const bytes = voucherMessageBytes(data)
  expect(bytes.length).toBe(48)
  expect(bytes).toEqual(
    new Uint8Array(
      Voucher.bytes('A', { channelId: String(channelId), cumulative: 1n, expiresAt: Voucher.forever }),
    ),
  )
  const key = Address.toBytes(String(authorizedSigner))
  expect(await verifyAsync(Base58.decode(signature), bytes, key)).toBe(true)
})
