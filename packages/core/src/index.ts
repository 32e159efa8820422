export { BaseError } from './Errors.js'
export type {
  Authorization,
  AuthorizeContext,
  Capability,
  Method,
  MethodContext,
  Money,
  Payee,
  Recurrence,
  Resolution,
  ResolveContext,
  SessionMethod,
  Split,
  Terms,
} from './methods/Method.js'
export {
  type Attempt,
  CancelledError,
  DeclinedError,
  NobodyToAskError,
  NotFoundError,
  type Outcome,
  type Phase,
  StoreError,
  UndeliveredError,
  UnknownError,
} from './payer/Attempt.js'
export { createPayer } from './payer/createPayer.js'
export type { Events } from './payer/Events.js'
export type { Offer } from './payer/Offer.js'
export type { PaidInit, Payer, PayerOptions } from './payer/Payer.js'
export { AuthorizeError } from './payer/Payment.js'
export { polyfill, restore } from './payer/Polyfill.js'
export {
  type Approval,
  type Approve,
  type Ask,
  AuthorizationInUseError,
  HeadersUnreadableError,
  InsecureError,
  MethodError,
  NoOfferError,
  type PayOptions,
  type Quote,
  type Reading,
  RedirectedError,
  type Refused,
} from './payer/Quote.js'
export { RedirectError } from './payer/Sendable.js'
export { AmountError, formatUnits, parseUnits } from './policy/Amount.js'
export { type Limit, type Policy, RefusedError } from './policy/Policy.js'
export { type Challenge, ExpiredError } from './protocol/Challenge.js'
export type { Credential } from './protocol/Credential.js'
export type { Problem } from './protocol/Problem.js'
export type { Receipt } from './protocol/Receipt.js'
export type { Status as ChannelStatus } from './session/Channel.js'
export type { ChannelState } from './session/ChannelState.js'
export type { Channels } from './session/Channels.js'
export type { SessionOffer, SessionOptions, SessionPart } from './session/Host.js'
export type { Session, SessionState } from './session/Session.js'
export type { SessionReceipt } from './session/SessionReceipt.js'
export type { PaidStream, StreamEvent } from './session/Sse.js'
export type { PaidSocket } from './session/WebSocket.js'
export type { Store, Turn } from './stores/Store.js'
