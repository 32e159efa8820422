'use client'

export {
  AttemptBanner,
  type AttemptBannerProps,
  type AttemptBannerRender,
} from '../components/AttemptBanner.js'
export type { AttemptAction, AttemptsView } from '../hooks/attemptDesk.js'
export type { AttemptNotice, AttemptNoticeState } from '../hooks/attemptNotices.js'
export { type UseAttempts, useAttempts } from '../hooks/useAttempts.js'
export {
  type AttemptText,
  type AttemptTexts,
  type AttemptWords,
  attemptTexts,
} from '../locales/attemptTexts.js'
