// Compiles every contract of contracts/ into artifacts/: what it can do, its code, and the source it is of.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import solc from 'solc'

const sources = new URL('contracts/', import.meta.url)
const artifacts = new URL('artifacts/', import.meta.url)

const settings = {
  optimizer: { enabled: true, runs: 200 },
  viaIR: true,
  evmVersion: 'cancun',
  // Without it the code would change with the folder it is compiled in.
  metadata: { bytecodeHash: 'none' },
  outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
}

rmSync(artifacts, { recursive: true, force: true })
mkdirSync(artifacts)
for (const file of readdirSync(sources).filter((name) => name.endsWith('.sol'))) {
  const name = basename(file, '.sol')
  const artifact = compile(name, readFileSync(new URL(file, sources), 'utf8'))
  const target = new URL(`${name}.json`, artifacts)
  writeFileSync(target, `${JSON.stringify(artifact, null, 2)}\n`)
  console.log(`Compiled ${fileURLToPath(target)}`)
}

/** @param {string} name The contract, as its file is called. @param {string} content */
function compile(name, content) {
  const file = `${name}.sol`
  const input = { language: 'Solidity', sources: { [file]: { content } }, settings }
  const { contracts, errors = [] } = JSON.parse(solc.compile(JSON.stringify(input)))
  if (errors.length > 0) throw new Error(errors.map(messageOf).join('\n'))
  const contract = contracts[file][name]
  if (!contract) throw new Error(`${file} holds no contract called ${name}.`)
  return {
    contractName: name,
    compiler: solc.version(),
    sourceHash: `sha256:${createHash('sha256').update(content).digest('hex')}`,
    abi: contract.abi,
    bytecode: `0x${contract.evm.bytecode.object}`,
    deployedBytecode: `0x${contract.evm.deployedBytecode.object}`,
  }
}

/** @param {{ formattedMessage: string }} error */
function messageOf({ formattedMessage }) {
  return formattedMessage
}
