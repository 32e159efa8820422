'use client'

export type { Tone } from './components/messages.js'
export { Notice, type NoticeProps } from './components/Notice.js'
export type {
  Lack,
  Lacks,
  OfferSlotAmount,
  OfferSlotProps,
  Preflight,
  RememberProps,
  RenderAmount,
  RenderOffer,
  RenderRemedy,
  RenderRemember,
} from './components/OfferSlot.js'
export {
  PayButton,
  type PayButtonProps,
  type PayButtonRender,
  type PayButtonState,
} from './components/PayButton.js'
export { PaymentDialog, type PaymentDialogProps } from './components/PaymentDialog.js'
export { formatMoney, type MoneyParts, moneyParts } from './format/Money.js'
export { shortId } from './format/Text.js'
export type { PaidPhase, PaidState } from './hooks/PaidState.js'
export { type PaidFetch, type PaidFetchOptions, usePaidFetch } from './hooks/usePaidFetch.js'
export {
  type PaidQueryData,
  type PaidQueryOptions,
  type PaidQueryResult,
  usePaidQuery,
} from './hooks/usePaidQuery.js'
export { type QuoteOptions, type QuoteResult, useQuote } from './hooks/useQuote.js'
export { en } from './locales/en.js'
export type { FullLocale, Locale, NoticeId, NoticeText } from './locales/Locale.js'
export type { Question, QuestionState } from './provider/consent.js'
export { type Theme, usePayer } from './provider/context.js'
export { PayerProvider, type PayerProviderProps } from './provider/PayerProvider.js'
