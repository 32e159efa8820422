export { DisconnectedError } from '../../chain/Client.js'
export { InvalidError } from '../../chain/Fields.js'
export { InvalidIdentityError } from '../../chain/Identity.js'
export {
  CancelledError,
  RevertedError,
  UnreachableError,
  UnsupportedError,
  WalletError,
} from '../../chain/Rpc.js'
export { type Mode, UnableError } from './Ability.js'
export {
  type AccountSource,
  KeyError,
  keypairAccount,
  type SolanaAccount,
  type StandardAccount,
  type StandardWallet,
  walletAccount,
} from './Account.js'
export { type Address, InvalidError as AddressInvalidError, SeedsError } from './Address.js'
export { InvalidError as Base58InvalidError } from './Base58.js'
export { LayoutError } from './Bytes.js'
export { type ChargePayload, type SolanaOptions, solana } from './Charge.js'
export type { ChargeRequest, Split } from './ChargeRequest.js'
export { NetworkError, type RpcSource } from './Cluster.js'
export type { Network } from './Network.js'
export { FailedError, UnconfirmedError } from './Push.js'
export { ChangedError } from './Signing.js'
export {
  type Commit,
  createDeliveries,
  type Deliveries,
  RefusedError as DeliveryRefusedError,
  UnclearError as DeliveryUnclearError,
} from './session/Deliveries.js'
export type { Directive } from './session/Directive.js'
export type { Program } from './session/Program.js'
export type { SessionRequest } from './session/SessionRequest.js'
export type { SolanaSessionOptions } from './session/SessionTerms.js'
export { solanaSession } from './session/SolanaSession.js'
export { type SolanaToken, tokens } from './Tokens.js'
export type { SolanaRpc } from './Transport.js'
