// Starts the playground: a chain and a merchant behind one loopback server, and the page in front of them.
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { ensureInstalled } from './install.mjs'
import { root, sourceAliases } from './sources.mjs'

const usualPort = 5173
const host = '127.0.0.1'
const playground = join(root, 'apps/playground')
const configFile = join(playground, 'vite.config.mjs')
// A page under test is built once: each test opens it anew, and a page in three hundred pieces takes seconds.
const forTests = process.argv.includes('--for-tests')

ensureInstalled()
// Imported only now: on a fresh machine it has just been installed.
const vite = await import('vite')

/** @type {{ stop: () => Promise<void> }[]} What is running, in the order it was started. */
const running = []
let stopping = false

process.on('SIGINT', () => stop(0))
process.on('SIGTERM', () => stop(0))
process.on('uncaughtException', crash)
process.on('unhandledRejection', crash)

const started = start()
started.catch(crash)

async function start() {
  if (forTests) return startBuilt()
  /** @type {import('node:http').RequestListener} */
  let answer = (_, response) => response.writeHead(503).end('Still starting.')
  const http = createServer((request, response) => answer(request, response))
  const wanted = readPort()
  const port = await listen(http, wanted)
  running.push({ stop: () => close(http) })
  if (port !== wanted) console.log(`Port ${wanted} is taken; using ${port} instead.`)

  // Each port has a merchant of its own, with its own memory.
  const dataFolder = process.env.MERCHANT_DATA || join(root, '.cache', 'merchant', String(port))
  const server = await startServer({ dataFolder })
  const page = await vite.createServer({
    configFile,
    server: {
      // Vite rides on our server: on its own it would end the process at a signal, the chain still running.
      middlewareMode: { server: http },
      proxy: proxyTo(server.url),
      // Else Vite opens a port of its own, which two at once would fight for.
      ws: { server: http },
    },
  })
  running.push({ stop: () => page.close() })
  answer = page.middlewares
  if (!stopping) console.log(`Payerkit playground: http://${host}:${port}`)
}

/** The page built as it is, with React's own checks in it, and a merchant that remembers nothing. */
async function startBuilt() {
  const outDir = join(root, '.cache', `page-${process.pid}`)
  process.on('exit', () => rmSync(outDir, { recursive: true, force: true }))
  process.env.NODE_ENV = 'development'
  await vite.build({
    configFile,
    mode: 'development',
    build: { outDir, emptyOutDir: true, minify: false },
  })
  const { url } = await startServer({ pageFolder: outDir })
  if (!stopping) console.log(`Payerkit playground: ${url}`)
}

/**
 * Vite loads the server as it loads the page: from source, with the same aliases.
 *
 * @param {{ dataFolder?: string, pageFolder?: string }} options
 */
async function startServer(options) {
  const { module } = await vite.runnerImport(join(playground, 'server.ts'), {
    root: playground,
    resolve: { alias: sourceAliases() },
  })
  // A Ctrl-C reaches the chain too, and may end it before it is heard here: that is no crash.
  const onCrash = (/** @type {Error} */ error) => setTimeout(crash, 300, error)
  const server = await module.startServer({ port: 0, env: process.env, onCrash, ...options })
  running.push(server)
  return server
}

/** @param {string} target */
function proxyTo(target) {
  return Object.fromEntries(
    ['/api', '/rpc', '/devnet', '/solana', '/stripe'].map((path) => [path, { target, ws: true }]),
  )
}

function readPort() {
  const text = process.env.PORT
  if (text === undefined || text === '') return usualPort
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error(`PORT is '${text}', which is no port number.`)
}

/**
 * Listens on the wanted port, or on the next free one.
 *
 * @param {import('node:http').Server} http
 * @param {number} wanted
 */
async function listen(http, wanted) {
  for (let port = wanted; port < Math.min(wanted + 100, 65_536); port++) {
    http.listen(port, host)
    const error = await once(http, 'listening').then(
      () => undefined,
      (reason) => reason,
    )
    if (!error) return port
    if (error.code !== 'EADDRINUSE') throw error
  }
  throw new Error(`Port ${wanted} and those after it are taken. Set PORT to a free one.`)
}

/** @param {import('node:http').Server} http @returns {Promise<void>} */
function close(http) {
  return new Promise((resolve) => {
    http.close(() => resolve())
    http.closeAllConnections()
  })
}

/** @param {unknown} error */
function crash(error) {
  if (stopping) return
  console.error(`The playground has stopped: ${error instanceof Error ? error.message : error}`)
  if (process.env.DEBUG && error instanceof Error) console.error(error.stack)
  stop(1)
}

/** @param {number} code Waits for a start under way, so that no part outlives it. */
async function stop(code) {
  // npm hands on the Ctrl-C that the terminal has already sent: the second one changes nothing.
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(code), 8_000).unref()
  await started.catch(() => {})
  for (const part of running.reverse()) {
    await part.stop().catch((error) => console.error(`A part did not stop well: ${error.message}`))
  }
  process.exit(code)
}
