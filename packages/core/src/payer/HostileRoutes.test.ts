import { describe, expect, test } from 'vitest'
import { Base64Url, Challenge } from '../protocol/index.js'
import { codeOf, codesOf, last, onceWhenPaid, payerOf, useShop } from '../testing/harness.js'
import { pointsChallenge, pointsReceipt } from '../testing/points.js'

// What a server that means harm can say of a payment, and where it can lead one to.

const held = useShop()
const url = () => held.current.url

/** A server in this very process that answers a proof with this receipt. */
function receipting(value: string) {
  const headers = { 'WWW-Authenticate': Challenge.serialize(pointsChallenge()) }
  return payerOf({
    fetch: async (_, init) =>
      new Headers(init?.headers).has('Authorization')
        ? new Response('here', { headers: { 'Payment-Receipt': value } })
        : new Response('', { status: 402, headers }),
  })
}

describe('receipts for another challenge', () => {
  const lies: [string, object, string][] = [
    ['another challenge', { challengeId: 'another' }, 'receipt_mismatch'],
    ['another method', { method: 'gold' }, 'receipt_mismatch'],
    ['another order', { externalId: 'order-2' }, 'receipt_mismatch'],
    ['a failure', { status: 'failed' }, 'receipt_invalid'],
    ['no time', { timestamp: 'now' }, 'receipt_invalid'],
  ]
  test.each(lies)('that are for %s are told of and kept by nobody', async (_, lie, code) => {
    const challenge = pointsChallenge({ externalId: 'order-1' })
    held.current.challenges = () => [challenge]
    onceWhenPaid(held.current, (response) =>
      response.setHeader('Payment-Receipt', pointsReceipt({ challenge, payload: {} }, lie)).end('here'),
    )
    const { payer } = payerOf()
    expect(await (await payer.fetch(url())).text()).toBe('here')
    expect(last(payer)).toMatchObject({ phase: 'paid', receiptError: { code } })
    expect(last(payer)?.receipt).toBeUndefined()
  })

  test.each(['', '=', 'e30', 'WzFd', Base64Url.fromText('{"__proto__":{"status":"success"}}')])(
    'that are none, %j, are told of',
    async (value) => {
      const { payer } = receipting(value)
      await payer.fetch('https://shop.test/')
      expect(last(payer)).toMatchObject({ phase: 'paid', receiptError: { code: 'receipt_invalid' } })
    },
  )
})

describe('redirect chains', () => {
  test('after the proof end at the twentieth, and only the first address saw it', async () => {
    held.current.answer = ({ paid, path }, response) => {
      const hop = Number(path.slice(1))
      if (hop > 0 || paid) response.writeHead(302, { Location: `/${hop + 1}` }).end()
      return hop > 0 || paid
    }
    const { payer, points } = payerOf()
    const codes = await codesOf(payer.fetch(url()))
    expect(codes).toEqual(['paid_undelivered', 'redirect_refused'])
    expect([points.authorized, held.current.seen.filter(({ paid }) => paid).length]).toEqual([1, 1])
    expect(held.current.seen.length).toBe(22)
  })

  test('that are a circle end too', async () => {
    held.current.answer = ({ paid, path }, response) => {
      const isRing = paid || path.length > 1
      if (isRing) response.writeHead(303, { Location: path === '/a' ? '/b' : '/a' }).end()
      return isRing
    }
    expect(await codeOf(payerOf().payer.fetch(url()))).toBe('paid_undelivered')
    expect(held.current.seen.length).toBe(22)
  })

  test.each([
    'file:///etc/passwd',
    'data:text/plain,here',
    'blob:null/1',
    'javascript:alert(1)',
    'about:blank',
  ])('do not lead to %s', async (place) => {
    const asked: string[] = []
    const { payer } = payerOf({
      fetch: async (input, init) => {
        asked.push(String(input))
        return fetch(input, init)
      },
    })
    held.current.answer = ({ paid }, response) => {
      if (paid) response.writeHead(302, { Location: place }).end()
      return paid
    }
    expect(await codesOf(payer.fetch(url()))).toEqual(['paid_undelivered', 'redirect_refused'])
    expect(asked).toEqual([url(), url()])
  })

  test('that lead nowhere are told of', async () => {
    held.current.answer = ({ paid }, response) => {
      if (paid) response.writeHead(302).end()
      return paid
    }
    expect(await codeOf(payerOf().payer.fetch(url()))).toBe('paid_undelivered')
  })

  test('before the price end with what fetch throws, and nothing is paid', async () => {
    held.current.answer = (_, response) => {
      response.writeHead(302, { Location: '/again' }).end()
      return true
    }
    const { payer, points } = payerOf()
    await expect(payer.fetch(url())).rejects.toThrow('fetch failed')
    expect(points.authorized).toBe(0)
  })
})

describe('mixed content', () => {
  /** A 402 that came from `address`, wherever it was asked for. */
  function from(address: string) {
    const headers = { 'WWW-Authenticate': Challenge.serialize(pointsChallenge()) }
    const fetch = async () => {
      const response = new Response('', { status: 402, headers })
      Object.defineProperties(response, { url: { value: address }, redirected: { value: true } })
      return response
    }
    return payerOf({ fetch })
  }

  test.each([
    'http://shop.test/',
    'http://localhost.shop.test/',
    'http://127.0.0.1.shop.test/',
    'http://0.0.0.0/',
    'http://[::2]/',
    'http://192.168.0.1/',
    'ws://shop.test/',
  ])('that https leads to, %s, is not paid', async (address) => {
    const { payer, points } = from(address)
    expect(await codesOf(payer.fetch('https://shop.test/'))).toContain('insecure')
    expect(points.authorized).toBe(0)
  })

  test.each(['http://localhost:8080/', 'http://127.9.9.9/', 'http://[::1]/', 'http://shop.localhost/'])(
    'of this machine, %s, is no danger',
    async (address) => {
      expect((await from(address).payer.quote('https://shop.test/')).offers.length).toBe(1)
    },
  )
})
