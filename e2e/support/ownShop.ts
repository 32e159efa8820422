import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A shop of the test's own: the same page, with a chain and a merchant that can be killed and started again. */
export type OwnShop = {
  url: string
  /** Ends the merchant in the middle of whatever it does. */
  kill(): Promise<void>
  /** Starts it again, with what it had written down. */
  start(): Promise<void>
  stop(): Promise<void>
}

const host = '127.0.0.1'
/** What the merchant answers; all else is the page. */
const merchantPaths = /^\/(?:api|rpc|devnet|solana)(?:[/?]|$)/

/** @param pageUrl Where the page itself comes from. */
export async function openOwnShop(pageUrl: string): Promise<OwnShop> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'payerkit-e2e-'))
  const chain = await run('chain', { port: 0 })
  let merchant = await run('merchant', { chainUrl: chain.url, dataFolder })
  const port = Number(new URL(merchant.url).port)
  const front = createServer((asked, answer) =>
    forward(merchantPaths.test(asked.url ?? '') ? merchant.url : pageUrl, asked, answer),
  )
  front.listen(0, host)
  await once(front, 'listening')
  return {
    url: `http://${host}:${(front.address() as AddressInfo).port}`,
    kill: () => merchant.end('SIGKILL'),
    async start() {
      // At the same place, where its own parts look for it.
      merchant = await run('merchant', { chainUrl: chain.url, dataFolder, port })
    },
    async stop() {
      front.closeAllConnections()
      front.close()
      await merchant.end('SIGTERM')
      await chain.end('SIGTERM')
      await rm(dataFolder, { recursive: true })
    },
  }
}

function forward(target: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, headers } = asked
  const onward = request(new URL(asked.url ?? '/', target), { method, headers })
  onward.on('response', (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers)
    response.pipe(answer)
    // What breaks off there breaks off here.
    response.on('close', () => response.complete || answer.destroy())
  })
  onward.on('error', () => answer.destroy())
  answer.on('close', () => onward.destroy())
  asked.pipe(onward)
}

async function run(part: 'chain' | 'merchant', options: object) {
  const script = fileURLToPath(new URL('part.mjs', import.meta.url))
  const child: ChildProcess = spawn(process.execPath, [script, part, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const first = child.stdout && once(child.stdout, 'data').then(([data]) => String(data).trim())
  const url = await Promise.race([first, ended.then(() => undefined)])
  if (!url) throw new Error(`The ${part} did not start.`)
  return {
    url,
    async end(signal: NodeJS.Signals) {
      child.kill(signal)
      await ended
    },
  }
}
