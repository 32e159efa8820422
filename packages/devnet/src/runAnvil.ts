import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { anvilBinary } from './anvilBinary.js'
import { ChainError } from './ChainError.js'

export type AnvilOptions = {
  /** 0 takes a free one. */
  port: number
  host?: string | undefined
  /** Called when the chain ends without having been stopped. */
  onCrash?: ((error: ChainError) => void) | undefined
}

export type Anvil = { url: string; stop(): Promise<void> }

/** Runs anvil until it is stopped; `prepare` has the chain before anybody else. */
export async function runAnvil(
  own: readonly string[],
  options: AnvilOptions,
  prepare: (url: string) => Promise<void> = async () => {},
): Promise<Anvil> {
  const { port, host = '127.0.0.1', onCrash } = options
  // Heartbeat blocks keep the chain's clock fresh: what is valid for a while is judged by block time.
  const flags = [...own, '--host', host, '--port', String(port), '--block-time', '1', '--mixed-mining']
  const child = spawn(anvilBinary(), flags, { stdio: ['ignore', 'pipe', 'pipe'] })
  const kill = () => child.kill('SIGTERM')
  process.once('exit', kill)
  try {
    const url = `http://${await listening(child, host, port)}`
    await prepare(url)
    child.once('exit', crashed)
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }

  function crashed(code: number | null) {
    onCrash?.(new ChainError(`The development chain ended by itself, with code ${code}.`, 'CRASHED'))
  }

  async function stop() {
    child.removeListener('exit', crashed)
    process.removeListener('exit', kill)
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    kill()
    const stubborn = setTimeout(() => child.kill('SIGKILL'), 3_000)
    await ended
    clearTimeout(stubborn)
  }
}

/** Resolves with the address once anvil prints it; rejects with the reason when it ends before that. */
function listening(child: ChildProcess, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    let errors = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      // After the address the log is only drained, so that the pipe never fills.
      if (output === 'ready') return
      output += text
      const address = /Listening on (\S+:\d+)/.exec(output)?.[1]
      if (!address) return
      output = 'ready'
      resolve(address)
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-2_000)
    })
    child.once('error', (cause) => {
      reject(new ChainError(`anvil could not be run: ${cause.message}`, 'BINARY_MISSING', { cause }))
    })
    child.once('exit', (code) => {
      const taken = /address (already )?in use/i.test(errors)
      const reason = taken
        ? `Port ${port} on ${host} is taken, so the development chain cannot start. Stop what uses it or choose another port.`
        : `anvil ended with code ${code} before it was ready. ${errors.trim()}`
      reject(new ChainError(reason, taken ? 'PORT_TAKEN' : 'START_FAILED'))
    })
  })
}
