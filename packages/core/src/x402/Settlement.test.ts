import { describe, expect, test } from 'vitest'
import * as Challenge from '../protocol/Challenge.js'
import * as Credential from '../protocol/Credential.js'
import * as Problem from '../protocol/Problem.js'
import * as Receipt from '../protocol/Receipt.js'
import * as Base64 from './Base64.js'
import { dialect } from './Dialect.js'
import {
  answer,
  asksV1,
  asksV2,
  challengeOf,
  challengesOf,
  entry,
  entryV1,
  pay,
  payer,
  payload,
  shop,
  url,
} from './testing/asks.js'
import { cardEntry } from './testing/cardGateway.js'

const settled = (value: object) => Base64.fromJson({ success: true, transaction: '0x01', payer, ...value })

describe('what a server says of a payment', () => {
  test.each([
    ['PAYMENT-RESPONSE', asksV2(), 'eip155:8453'],
    ['X-PAYMENT-RESPONSE', asksV1(), 'base'],
  ])('%s becomes a receipt', async (name, asked, network) => {
    const challenge = await challengeOf(asked)
    const headers = { [name]: settled({ network }), 'Payment-Receipt': 'of-another-method' }
    const { response } = await pay(challenge, answer('a photo', { status: 200, headers }))
    const receipt = Receipt.parse(response.headers.get('Payment-Receipt') ?? '')
    expect(receipt).toMatchObject({ reference: '0x01', network, payer, challengeId: challenge.id })
    Receipt.assertMatches(receipt, challenge)
    expect(await response.text()).toBe('a photo')
  })

  test.each([
    ['another network', { network: 'eip155:1' }, 'receipt_mismatch'],
    ['another payer', { network: 'eip155:8453', payer: shop }, 'receipt_mismatch'],
    ['no success', { network: 'eip155:8453', success: false }, 'receipt_invalid'],
    ['no transaction', { network: 'eip155:8453', transaction: undefined }, 'receipt_invalid'],
  ])('of %s is no receipt for it', async (_, said, code) => {
    const challenge = await challengeOf(asksV2())
    const headers = { 'PAYMENT-RESPONSE': settled(said) }
    const { response } = await pay(challenge, answer('', { status: 200, headers }))
    const check = () =>
      Receipt.assertMatches(Receipt.parse(response.headers.get('Payment-Receipt') ?? ''), challenge)
    expect(check).toThrow(expect.objectContaining({ code }))
  })

  test('that cannot be read is passed over', async () => {
    for (const value of ['', '%%%', 'e'.repeat(70_000), Base64.fromJson([1])]) {
      const said = answer('', { status: 200, headers: { 'PAYMENT-RESPONSE': value } })
      const { response } = await pay(await challengeOf(asksV2()), said)
      expect(response.headers.has('Payment-Receipt')).toBe(false)
    }
  })

  test('a refusal becomes a problem that quotes no signature, and asks again', async () => {
    const challenge = await challengeOf(asksV1())
    const error = `reverted with args (${payload.signature})`
    const { response } = await pay(challenge, asksV1([entryV1()], { error }))
    expect([response.status, response.url]).toEqual([402, url])
    const problem = await Problem.read(response)
    expect(problem && Problem.typeOf(problem)).toBe('verification-failed')
    expect(problem?.detail).toBe('reverted with args (0x…)')
    expect(await response.json()).toMatchObject({ accepts: [entryV1()], status: 402 })
    const [again] = Challenge.parse(response.headers).challenges
    expect(again?.intent).toBe('exact')
    expect(again?.id).not.toBe(challenge.id)
  })

  test.each([
    ['a signature', asksV2(), payload, payload.signature],
    ['a token of a card', asksV2([cardEntry()]), { spt: 'spt_1Nabc' }, 'spt_1Nabc'],
  ])('a refusal does not quote what paid: %s', async (_, asked, proof, secret) => {
    const challenge = await challengeOf(asked)
    const { left } = await pay(challenge, answer('', { status: 200 }), proof)
    const quoted = left.get('PAYMENT-SIGNATURE') ?? left.get('X-PAYMENT') ?? ''
    const body = JSON.stringify({ header: quoted, payload: proof })
    const { headers } = asksV2([entry()], { error: `not valid: ${quoted}, ${JSON.stringify(proof)}` })
    const { response } = await pay(challenge, answer(body, { headers }), proof)
    const problem = JSON.stringify(await Problem.read(response))
    expect(problem).toContain('not valid: …')
    for (const each of [secret, quoted]) expect(problem).not.toContain(each)
  })

  test('a refusal whose body is nested without end still says why', async () => {
    const { headers } = asksV2([entry()], { error: 'no_allowance' })
    const body = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const { response } = await pay(await challengeOf(asksV2()), answer(body, { headers }))
    expect((await Problem.read(response))?.detail).toBe('no_allowance')
  })

  test('a refusal comes from where the answer came from, which is let go of', async () => {
    let isLeft = false
    const body = new ReadableStream({
      pull: (to) => to.enqueue(new Uint8Array(65_536)),
      cancel() {
        isLeft = true
      },
    })
    const { headers } = asksV2([entry()], { error: 'no' })
    const said = new Response(body, { status: 402, headers })
    Object.defineProperties(said, { url: { value: url }, type: { value: 'cors' } })
    const { response } = await pay(await challengeOf(asksV2()), said)
    for (const each of [response, response.clone(), response.clone().clone()])
      expect([each.url, each.type, each.headers.has('WWW-Authenticate')]).toEqual([url, 'cors', true])
    expect(isLeft).toBe(true)
  })

  test('a settlement that failed becomes one too, through two dialects', async () => {
    const headers = {
      'Content-Type': 'application/json',
      'PAYMENT-REQUIRED': asksV2().headers.get('PAYMENT-REQUIRED') ?? '',
      'PAYMENT-RESPONSE': settled({ success: false, errorReason: 'insufficient_funds' }),
    }
    const challenge = await challengeOf(asksV2())
    const send = dialect(dialect(async () => answer('{}', { headers })))
    const proof = Credential.serialize({ challenge, payload })
    const response = await send(url, { headers: { 'Payment-Authorization': proof } })
    const problem = await Problem.read(response)
    expect(problem && Problem.typeOf(problem)).toBe('settlement-failed')
    expect(problem?.detail).toBe('insufficient_funds')
    expect(Challenge.parse(response.headers).challenges.length).toBe(1)
  })

  test('a 412 is one too, and no other 412 is looked at', async () => {
    const headers = {
      'PAYMENT-REQUIRED': Base64.fromJson({ x402Version: 2, accepts: [entry()], error: 'no_allowance' }),
    }
    const challenge = await challengeOf(asksV2())
    const { response } = await pay(challenge, answer('', { status: 412, headers }))
    expect((await Problem.read(response))?.detail).toBe('no_allowance')
    expect(Challenge.parse(response.headers).challenges.length).toBe(1)
    expect(await challengesOf(answer('', { status: 412, headers }))).toEqual([])
  })

  test('a settlement that failed without another word asks for the same again', async () => {
    const challenge = await challengeOf(asksV2())
    const headers = {
      'PAYMENT-RESPONSE': settled({ success: false, errorReason: 'unexpected_settle_error' }),
    }
    const { response } = await pay(challenge, answer('{}', { headers, type: 'cors' }))
    expect((await Problem.read(response))?.detail).toBe('unexpected_settle_error')
    const [again, ...more] = Challenge.parse(response.headers).challenges
    expect([again?.request, again?.id === challenge.id, more]).toEqual([challenge.request, false, []])
    expect(response.type).toBe('cors')
  })

  test('an answer that says nothing is the very answer', async () => {
    for (const said of [answer('gone', { status: 500 }), answer('a photo', { status: 200 })]) {
      const { response } = await pay(await challengeOf(asksV2()), said)
      expect(response).toBe(said)
    }
  })
})
