import type { Address } from '@solana/kit'

/** One instruction of a transaction. */
export type Step = {
  readonly program: Address
  readonly accounts: readonly Address[]
  readonly data: Uint8Array
}

/** Why a step of the channel program is not taken. */
export class StepError extends Error {
  override readonly name = 'StepError'
}
