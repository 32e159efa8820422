export type ChainErrorCode = 'BINARY_MISSING' | 'PORT_TAKEN' | 'START_FAILED' | 'CRASHED' | 'RPC_FAILED'

/** Why the development chain is not there; `code` is for programs, the message for the person at the terminal. */
export class ChainError extends Error {
  override readonly name = 'ChainError'
  readonly code: ChainErrorCode

  constructor(message: string, code: ChainErrorCode, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
