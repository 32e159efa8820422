export {
  type ChainAccount,
  type ChainClient,
  ChainMismatchError,
  type ClientSource,
  DisconnectedError,
  PayerMismatchError,
} from '../../chain/Client.js'
export {
  FailedError as EndingFailedError,
  TooEarlyError,
  UnconfirmedError as EndingUnconfirmedError,
} from '../../chain/Ending.js'
export { AmountError } from '../../chain/Escrow.js'
export { type EvmToken, tokens } from '../../chain/EvmTokens.js'
export { InvalidError } from '../../chain/Fields.js'
export type { Hex } from '../../chain/Hex.js'
export { InvalidIdentityError } from '../../chain/Identity.js'
export type { Contract } from '../../chain/Permit2.js'
export {
  CancelledError,
  RevertedError,
  UnreachableError,
  UnsupportedError,
  WalletError,
} from '../../chain/Rpc.js'
export { FailedError, UnapprovedError, UnconfirmedError } from '../../chain/Sending.js'
export type { TypedData } from '../../chain/TypedData.js'
export { type ChargePayload, type EvmOptions, evm } from './charge/Charge.js'
export type { ChargeType, EvmChargeRequest, EvmSplit } from './charge/ChargeRequest.js'
export { NoWayError } from './charge/Ways.js'
export { evmSession } from './session/EvmSession.js'
export { GrownError as DepositGrownError } from './session/HashTopUp.js'
export type { CredentialType, SessionRequest } from './session/SessionRequest.js'
export type { EvmSessionOptions } from './session/SessionTerms.js'
