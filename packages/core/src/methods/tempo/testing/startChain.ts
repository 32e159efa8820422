import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'

// A Tempo development chain for tests: anvil behind a proxy that mends what anvil 1.7.1 gets wrong.

export type Chain = {
  /** The address of the proxy. */
  readonly url: string
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>
  stop(): Promise<void>
}

type Rpc = { id: unknown; method: string; params?: readonly unknown[] }
type Answer = { result?: unknown; error?: unknown }

export const chainId = 42431

/** Starts the chain on ports that are free. */
export async function startChain(): Promise<Chain> {
  const flags = [
    '--network',
    'tempo',
    '--hardfork',
    't4',
    '--chain-id',
    String(chainId),
    '--host',
    '127.0.0.1',
  ]
  // Blocks at a steady pace keep the chain's clock going, by which expiring nonces are judged.
  const anvil = spawn(binary(), [...flags, '--port', '0', '--block-time', '1', '--mixed-mining'])
  const kill = () => anvil.kill('SIGKILL')
  process.once('exit', kill)
  const target = `http://${await listening(anvil)}`
  const proxy = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const call = JSON.parse(body) as Rpc
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, ...(await mend(target, call)) }))
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  // In the first block the clock says second 1, before any `validAfter`.
  await send(target, { id: 1, method: 'evm_mine', params: [] })
  return {
    url,
    async rpc(method, params = []) {
      const { result, error } = await send(url, { id: 1, method, params })
      if (error) throw new Error(`${method}: ${JSON.stringify(error)}`)
      return result
    },
    async stop() {
      process.removeListener('exit', kill)
      proxy.close()
      proxy.closeAllConnections()
      const ended = once(anvil, 'exit')
      kill()
      await ended
    },
  }
}

function binary(): string {
  const playground = createRequire(new URL('../../../../../../apps/playground/package.json', import.meta.url))
  const anvil = createRequire(playground.resolve('@foundry-rs/anvil/package.json'))
  const cpu = process.arch === 'x64' ? 'amd64' : process.arch
  const folder = dirname(anvil.resolve(`@foundry-rs/anvil-${process.platform}-${cpu}/package.json`))
  return join(folder, 'bin', 'anvil')
}

function listening(anvil: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    anvil.once('error', reject)
    anvil.once('exit', (code) => reject(new Error(`anvil ended with code ${code}: ${output}`)))
    anvil.stderr?.on('data', (text) => {
      output += text
    })
    anvil.stdout?.on('data', (text) => {
      output = (output + text).slice(-10_000)
      const address = /Listening on (\S+:\d+)/.exec(output)?.[1]
      if (address) resolve(address)
    })
  })
}

async function send(url: string, call: Rpc): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', ...call }),
  })
  const { result, error } = (await response.json()) as Answer
  return error === undefined ? { result } : { error }
}

async function mend(target: string, call: Rpc): Promise<Answer> {
  const [first, ...rest] = (call.params ?? []) as [Record<string, unknown>?, ...unknown[]]
  // anvil looks for the fee on the payer's account although somebody else pays it.
  if (call.method === 'eth_call' && first?.feePayer !== undefined) {
    const { from, calls, to, data, input } = first
    return send(target, { ...call, params: [{ from, calls, to, data, input }, ...rest] })
  }
  const answer = await send(target, call)
  // anvil estimates a batch as if it were empty; what it says just covers one transfer.
  if (Array.isArray(first?.calls) && first.calls.length > 1) {
    if (call.method === 'eth_estimateGas' && answer.result) return { result: '0x1cfde0' }
    const filled = answer.result as { tx?: object } | undefined
    if (call.method === 'eth_fillTransaction' && filled?.tx)
      return { result: { ...filled, tx: { ...filled.tx, gas: '0x1cfde0' } } }
  }
  return answer
}
