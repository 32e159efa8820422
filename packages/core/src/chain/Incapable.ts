import { BaseError } from '../Errors.js'

const reasons: ReadonlyMap<string, 'disconnected' | 'chain' | 'unsupported'> = new Map([
  ['disconnected', 'disconnected'],
  ['network_unreachable', 'disconnected'],
  ['chain_mismatch', 'chain'],
  // A balance that cannot be asked for: there is no such token.
  ['network_would_fail', 'unsupported'],
  ['wallet_unsupported', 'unsupported'],
] as const)

/** What an error says of whether an account can pay; what says nothing of that is thrown on. */
export function incapable(error: unknown): {
  able: false
  reason: 'disconnected' | 'chain' | 'unsupported'
  message: string
} {
  const reason = error instanceof BaseError ? reasons.get(error.code) : undefined
  if (!(error instanceof BaseError) || !reason) throw error
  return { able: false, reason, message: error.shortMessage.replace(' Nothing was paid.', '') }
}
