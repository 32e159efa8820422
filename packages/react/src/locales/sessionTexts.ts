import type { ChannelStatus } from '@payerkit/core'
import type { NoticeText } from './Locale.js'

/** What a message of a session is about; `components/sessionMessages.ts` says which error is which. */
export type SessionNoticeId =
  | 'broken'
  | 'depositUsed'
  | 'headroom'
  | 'holdsMoney'
  | 'keyGone'
  | 'lost'
  | 'notYet'
  | 'over'
  | 'refused'
  | 'unserved'

/** The texts of the session meter and of the list of sessions, which no other component has. */
export type SessionTexts = {
  /** Of the meter, for who cannot see it. */
  readonly meter: string
  spentAt(host: string): string
  /** What is shown for each state in a word or two. */
  readonly states: { readonly [status in ChannelStatus]: string }
  /** What is told of each state, once. */
  readonly says: { readonly [status in ChannelStatus]: string }
  /** Told when it has ended. */
  stopped(back: string): string
  readonly spent: string
  authorized(amount: string): string
  deposit(amount: string): string
  /** The bar in words. */
  bar(spent: string, deposit: string): string
  readonly perMinute: string
  readonly back: string
  readonly came: string
  readonly stop: string
  readonly stopSure: string
  readonly keep: string
  /** What stopping means, before it is done. */
  sure(back: string, spent: string): string
  readonly again: string
  readonly takeBack: string
  /** What taking it back means. */
  readonly takeBackHow: string
  readonly withdraw: string
  withdrawIn(time: string): string
  readonly forget: string
  readonly noSessions: string
  left(amount: string): string
  cameBack(amount: string): string
  used(amount: string): string
  readonly notices: { readonly [id in SessionNoticeId]: NoticeText }
}

/**
 * The texts in English.
 *
 * @example
 * ```tsx
 * <PayerProvider payer={payer} locale={{ ...en, sessions: { ...sessionTexts, stop: 'Stop' } }}>
 * ```
 */
export const sessionTexts: SessionTexts = {
  meter: 'Pay as you go',
  spentAt: (host) => `Spent at ${host}`,
  states: {
    idle: 'Not started',
    challenged: 'Asking',
    opening: 'Starting',
    active: 'Live',
    voucherNeeded: 'Live',
    toppingUp: 'Adding',
    closing: 'Stopping',
    closeRequested: 'Waiting',
    withdrawable: 'Ready',
    closed: 'Stopped',
    stale: 'Not answering',
  },
  says: {
    idle: 'Nothing is paid before you say yes.',
    challenged: 'Waiting for your yes.',
    opening: 'Making the deposit…',
    active: 'Paid as it is used.',
    voucherNeeded: 'Paid as it is used.',
    toppingUp: 'Adding to the deposit…',
    closing: 'Stopping, and getting the rest back…',
    closeRequested: 'The rest can be taken back after a waiting time.',
    withdrawable: 'The waiting time is over: take the rest back.',
    closed: 'Stopped.',
    stale: 'The seller does not go on with this. Take back what is left.',
  },
  stopped: (back) => `Stopped. ${back} came back to you.`,
  spent: 'spent',
  authorized: (amount) => `authorized ${amount}`,
  deposit: (amount) => `deposit ${amount}`,
  bar: (spent, deposit) => `${spent} of ${deposit}`,
  perMinute: 'Per minute',
  back: 'Back to you',
  came: 'Came back',
  stop: 'Stop and refund',
  stopSure: 'Yes, stop',
  keep: 'Keep going',
  sure: (back, spent) => `You used ${spent}. ${back} comes back to you.`,
  again: 'Start again',
  takeBack: 'Take it back',
  takeBackHow:
    'If the seller does not answer, take the rest back yourself: ask for it now, and take it after a waiting time.',
  withdraw: 'Withdraw',
  withdrawIn: (time) => `Withdraw in ${time}`,
  forget: 'Forget',
  noSessions: 'Nothing is paid as you go.',
  left: (amount) => `${amount} left`,
  cameBack: (amount) => `${amount} came back`,
  used: (amount) => `${amount} used`,
  notices: {
    broken: {
      what: 'The seller did not send what was asked for.',
      money: 'Only what came is paid.',
      next: 'Try again.',
    },
    depositUsed: {
      what: 'The deposit is used up.',
      money: 'Nothing beyond it was paid.',
      next: 'Add to it to go on.',
    },
    headroom: {
      what: 'The seller wants more in advance than you allowed.',
      money: 'Nothing more was paid.',
      next: 'Ask the seller, or stop and get the rest back.',
    },
    holdsMoney: {
      what: 'There is still money in this.',
      money: 'It is yours.',
      next: 'Stop it and get the rest back first.',
    },
    keyGone: {
      what: 'This browser can no longer pay from this deposit.',
      money: 'What is left of it is not lost.',
      next: 'Take it back.',
    },
    lost: {
      what: 'The answer was lost on the way.',
      money: 'It may have been paid from your deposit, once.',
      next: 'Try again; what was used shows then.',
    },
    notYet: {
      what: 'The network has not done this yet.',
      money: 'Your money is not lost.',
      next: 'Try again in a while.',
    },
    over: {
      what: 'This is no longer open.',
      money: 'Nothing was paid.',
      next: 'Start again.',
    },
    refused: {
      what: 'The seller does not go on with this.',
      money: 'Nothing more was paid, and your deposit is not lost.',
      next: 'Try again, or get the rest back.',
    },
    unserved: {
      what: 'Your deposit is made, but the seller does not answer.',
      money: 'It is not lost.',
      next: 'Try again, or stop and get it back.',
    },
  },
}
