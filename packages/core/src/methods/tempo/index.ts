export { type ChargePayload, type TempoOptions, tempo } from './Charge.js'
export { type ChargeRequest, InvalidError, type Mode, type Split } from './ChargeRequest.js'
export {
  ChainMismatchError,
  type ClientSource,
  DisconnectedError,
  type TempoAccount,
  type TempoClient,
} from './Client.js'
export type { Hex } from './Hex.js'
export type { ProofForm, TypedData } from './Proof.js'
export { FailedError, UnconfirmedError } from './Push.js'
export { CancelledError, RevertedError, UnreachableError, UnsupportedError, WalletError } from './Rpc.js'
export { type Token, tokens } from './Tokens.js'
