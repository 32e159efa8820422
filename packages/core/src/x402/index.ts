export {
  type ChainAccount,
  type ChainClient,
  ChainMismatchError,
  type ClientSource,
  DisconnectedError,
} from '../chain/Client.js'
export { type EvmToken, tokens } from '../chain/EvmTokens.js'
export { InvalidError } from '../chain/Fields.js'
export type { Hex } from '../chain/Hex.js'
export {
  CancelledError,
  RevertedError,
  UnreachableError,
  UnsupportedError,
  WalletError,
} from '../chain/Rpc.js'
export { UnapprovedError } from '../chain/Sending.js'
export type { TypedData } from '../chain/TypedData.js'
export { type X402CardOptions, x402Card } from './Card.js'
export type { CardRequest } from './CardRequest.js'
export { dialect } from './Dialect.js'
export { LimitError, UnknownTokenError, type X402Options, x402 } from './Exact.js'
export { DomainMismatchError } from './ExactAbility.js'
export type { ExactRequest, Transfer } from './ExactRequest.js'
export type { ExactPayload, Permit2Authorization } from './ExactTransfer.js'
