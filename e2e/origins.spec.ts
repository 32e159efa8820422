import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Method } from '@payerkit/core'
import { expect, test } from '@playwright/test'
import { build } from 'esbuild'

// What only a browser has: CORS, its preflights, and what it does with a credential at a redirect.

type Seen = { method: string; path: string; headers: IncomingMessage['headers'] }
type Site = {
  url: string
  seen: Seen[]
  answer: (seen: Seen, response: ServerResponse) => void
  stop(): Promise<void>
}

const challenge =
  'Payment id="one", realm="shop", method="points", intent="charge", request="eyJhbW91bnQiOiIxMDAifQ"'
const exposed = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Headers': 'Authorization, Payment-Authorization, Accept-Payment',
  'Access-Control-Expose-Headers': 'WWW-Authenticate, Payment-Receipt',
}

let bundle: string
let home: Site
let shop: Site
let elsewhere: Site

test.beforeAll(async () => {
  const built = await build({
    stdin: {
      contents: `import { createPayer } from './index.ts'; import { createPoints } from './testing/points.ts'
        globalThis.kit = { createPayer, createPoints }`,
      resolveDir: fileURLToPath(new URL('../packages/core/src', import.meta.url)),
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    write: false,
  })
  bundle = built.outputFiles[0]?.text ?? ''
})

test.beforeEach(async ({ page }) => {
  home = await open((seen, response) => {
    const script = seen.path === '/kit.js'
    response.writeHead(200, { 'Content-Type': script ? 'text/javascript' : 'text/html' })
    response.end(
      script
        ? bundle
        : '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/kit.js"></script>',
    )
  })
  shop = await open(sell(exposed))
  elsewhere = await open((_, response) => response.writeHead(200, exposed).end('the file'))
  await page.goto(home.url)
})

test.afterEach(() => Promise.all([home.stop(), shop.stop(), elsewhere.stop()]))

test("Accept-Payment costs no preflight: it goes to the page's own origin, and to others only if asked", async ({
  page,
}) => {
  expect(await pay(page, `${shop.url}/photo`)).toEqual({ text: 'bought', code: undefined })
  const unpaid = shop.seen.filter(({ method, headers }) => method === 'GET' && !headers.authorization)
  expect(unpaid.map(({ headers }) => headers['accept-payment'])).toEqual([undefined])
  // The one preflight is the credential's own.
  expect(shop.seen.map(({ method }) => method)).toEqual(['GET', 'OPTIONS', 'GET'])
  const own = home.answer
  home.answer = (seen, response) => (seen.path === '/photo' ? sell({})(seen, response) : own(seen, response))
  expect(await pay(page, `${home.url}/photo`)).toEqual({ text: 'bought', code: undefined })
  expect(home.seen.find(({ path }) => path === '/photo')?.headers['accept-payment']).toBe('points/charge')
})

test('a challenge that CORS hides is explained by the header that is missing', async ({ page }) => {
  shop.answer = sell({ 'Access-Control-Allow-Origin': '*' })
  const { code, message } = await pay(page, shop.url)
  expect(code).toBe('headers_unreadable')
  expect(message).toContain('Access-Control-Expose-Headers: WWW-Authenticate')
})

for (const field of ['Authorization', 'Payment-Authorization'])
  test(`a credential in ${field} follows no redirect to another origin`, async ({ page }) => {
    shop.answer = (seen, response) => {
      const paid = seen.headers[field.toLowerCase()] !== undefined
      if (seen.method === 'GET' && paid)
        response.writeHead(302, { ...exposed, Location: `${elsewhere.url}/file` }).end()
      else sell(exposed, field)(seen, response)
    }
    const answer = await pay(page, shop.url)
    // A browser shows no Location to a page that follows by hand, so only Authorization, which it strips itself, is followed.
    expect(answer).toMatchObject(
      field === 'Authorization' ? { text: 'the file' } : { code: 'paid_undelivered' },
    )
    for (const { headers } of elsewhere.seen) {
      expect(headers.authorization).toBeUndefined()
      expect(headers['payment-authorization']).toBeUndefined()
    }
  })

test('a form, a blob and a Request arrive twice as the same bytes', async ({ page }) => {
  const bodies: string[] = []
  shop.answer = (seen, response) => {
    if (seen.method === 'POST')
      bodies.push(`${seen.headers['content-type']} ${seen.headers['content-length']}`)
    sell(exposed)(seen, response)
  }
  await page.evaluate(async (url) => {
    const { createPayer, createPoints } = (globalThis as unknown as Kit).kit
    const payer = createPayer({
      methods: [createPoints()],
      approve: async ({ offers: [offer] }) => offer && { offer },
    })
    const form = new FormData()
    form.set('file', new Blob(['content']), 'a.txt')
    await payer.fetch(url, { method: 'POST', body: form })
    await payer.fetch(url, { method: 'POST', body: new Blob(['blob'], { type: 'text/plain' }) })
    await payer.fetch(new Request(url, { method: 'POST', body: 'request' }))
  }, shop.url)
  expect(bodies.length).toBe(6)
  for (const at of [0, 2, 4]) expect(bodies[at + 1]).toBe(bodies[at])
})

test('a worker pays as a page does', async ({ page }) => {
  const text = await page.evaluate(
    ([kit, url]) =>
      new Promise<string>((resolve, reject) => {
        const script = `${kit}
          {const { createPayer, createPoints } = globalThis.kit
          const payer = createPayer({ methods: [createPoints()], approve: async ({ offers: [offer] }) => offer && { offer } })
          payer.fetch('${url}').then((response) => response.text()).then(postMessage, (error) => postMessage(String(error)))}`
        const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), {
          type: 'module',
        })
        worker.onmessage = ({ data }) => resolve(data)
        worker.onerror = ({ message }) => reject(new Error(message))
      }),
    [bundle, shop.url] as const,
  )
  expect(text).toBe('bought')
})

type Kit = { kit: Pick<typeof import('@payerkit/core'), 'createPayer'> & { createPoints(): Method } }

async function pay(page: import('@playwright/test').Page, url: string) {
  return page.evaluate(async (url) => {
    const { createPayer, createPoints } = (globalThis as unknown as Kit).kit
    const payer = createPayer({
      methods: [createPoints()],
      approve: async ({ offers: [offer] }) => offer && { offer },
    })
    try {
      return { text: await (await payer.fetch(url)).text(), code: undefined }
    } catch (error) {
      const { code, message } = error as { code?: string; message: string }
      return { code, message }
    }
  }, url)
}

function sell(headers: Record<string, string>, field = 'Authorization') {
  const named = field === 'Authorization' ? challenge : `${challenge}, header="${field}"`
  return (seen: Seen, response: ServerResponse) => {
    if (seen.method === 'OPTIONS') response.writeHead(204, headers).end()
    else if (seen.headers[field.toLowerCase()]) response.writeHead(200, headers).end('bought')
    else response.writeHead(402, { ...headers, 'WWW-Authenticate': named }).end()
  }
}

async function open(answer: Site['answer']): Promise<Site> {
  const site: Site = { url: '', seen: [], answer, stop: () => new Promise((resolve) => stop(resolve)) }
  const server = createServer((request, response) => {
    const seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers }
    site.seen.push(seen)
    request.resume()
    request.on('end', () => site.answer(seen, response))
  })
  const stop = (resolve: () => void) => {
    server.close(() => resolve())
    server.closeAllConnections()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  site.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return site
}
