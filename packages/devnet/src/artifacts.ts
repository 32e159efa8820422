import { readFileSync } from 'node:fs'
import type { Abi, Hex } from 'viem'

export type Artifact = {
  contractName: string
  /** `sha256:` and the hash of the source that it was compiled from. */
  sourceHash: string
  abi: Abi
  bytecode: Hex
  deployedBytecode: Hex
}

/** One of the contracts in `contracts/`, as `npm run contracts` compiled it. */
export function readArtifact(name: string): Artifact {
  return JSON.parse(readFileSync(new URL(`../artifacts/${name}.json`, import.meta.url), 'utf8'))
}
