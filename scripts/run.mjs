// Runs the workspace's own tools straight from node_modules, without a package manager or a network.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './sources.mjs'

/** @param {string} name */
export const bin = (name) => join(root, 'node_modules', '.bin', name)

/**
 * Runs a program to its end and collects what it prints.
 *
 * @param {string} command A tool's name, or the path of a script when it ends in `.mjs`.
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, minutes?: number }} options
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(command, args = [], { cwd = root, env = process.env, minutes = 10 } = {}) {
  const [program, ...rest] = command.endsWith('.mjs') ? [process.execPath, command] : [bin(command)]
  return new Promise((resolve) => {
    const shell = process.platform === 'win32' && program !== process.execPath
    const child = spawn(program, [...rest, ...args], { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (/** @type {string} */ text) => {
      output += text
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    const terminate = () => child.kill('SIGTERM')
    process.once('SIGTERM', terminate)
    const deadline = setTimeout(() => {
      output += `\n${command} was stopped after ${minutes} minutes.\n`
      terminate()
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
    }, minutes * 60_000)
    const settle = (/** @type {boolean} */ ok) => {
      clearTimeout(deadline)
      process.off('SIGTERM', terminate)
      resolve({ ok, output })
    }
    child.on('error', (error) => {
      output += `\n${command} could not be started: ${error.message}\n`
      settle(false)
    })
    child.on('close', (code) => settle(code === 0))
  })
}
