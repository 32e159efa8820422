import { BaseError } from '@payerkit/core'
import { en, type NoticeId } from '@payerkit/react'
import { openShop } from '@payerkit/testing/screens'
import type { Exhibit, Scene } from './Exhibit.js'
import { OneNotice } from './examples/OneNotice.js'
import code from './examples/OneNotice.tsx?raw'
import { OneSessionNotice } from './examples/OneSessionNotice.js'
import sessionCode from './examples/OneSessionNotice.tsx?raw'
import { Stand } from './Stand.js'

const shows = '[data-part="notice"]'

const ofPayments = (Object.keys(en.notices) as NoticeId[]).map(
  (id): Scene => ({
    id,
    title: en.notices[id].what.replace(/\.$/, ''),
    when: `The message “${id}”.`,
    shows,
    code,
    play: () => ({
      body: (
        <Stand payer={openShop().payer}>
          <OneNotice id={id} />
        </Stand>
      ),
    }),
  }),
)

/** What a seller says is quoted, as the seller's words. */
const quoted: Scene = {
  id: 'quoted',
  title: 'In the seller’s words',
  when: 'A decline that the seller gave a reason for.',
  shows: '[data-part="notice-words"]',
  code,
  play: () => ({
    body: (
      <Stand payer={openShop().payer}>
        <OneNotice error={new BaseError('declined', 'Declined.', { details: 'Not enough points.' })} />
      </Stand>
    ),
  }),
}

/** An error for each message of a session. */
const sessionCodes = {
  channel_bounds: 'The seller counts otherwise',
  channel_ending_failed: 'Not yet',
  channel_not_found: 'The session is over',
  channel_still_open: 'There is money in it',
  session_answer_lost: 'An answer was lost',
  session_deposit_used: 'The deposit is used up',
  session_headroom: 'More than was allowed',
  session_key_missing: 'The key is gone',
  session_unanswered: 'The connection broke',
  session_unserved: 'Paid, and not served',
} as const

const ofSessions = Object.entries(sessionCodes).map(
  ([error, title]): Scene => ({
    id: error.replace(/_/g, '-'),
    title: `Session: ${title}`,
    when: `The error “${error}”, of a session.`,
    shows,
    code: sessionCode,
    play: () => ({
      body: (
        <Stand payer={openShop().payer}>
          <OneSessionNotice error={new BaseError(error, 'It did not work.')} />
        </Stand>
      ),
    }),
  }),
)

export const notice: Exhibit = {
  id: 'notice',
  title: 'Notice',
  sentence:
    'What happened, whether money moved, and what to do next, in that order. There is one for every error.',
  scenes: [quoted, ...ofPayments, ...ofSessions],
}
