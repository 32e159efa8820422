import { BaseError, type SessionState } from '@payerkit/core'
import {
  channelOf,
  createFakeChannels,
  createFakeSession,
  type FakeSession,
  fakePayer,
  offerOf,
} from '@payerkit/testing/screens'
import type { Exhibit, Scene } from './Exhibit.js'
import { ChatMeter } from './examples/ChatMeter.js'
import code from './examples/ChatMeter.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

const now = 1_750_000_000_000
const isOf = (state: string) => `[data-part="meter"][data-state="${state}"]`
const channel = (news: Parameters<typeof channelOf>[0] = {}): SessionState => {
  const state = channelOf(news)
  return { status: state.status, channel: state }
}

function scene(
  { id, title, when, shows }: Pick<Scene, 'id' | 'title' | 'when'> & { readonly shows?: string },
  state: SessionState,
  reach?: (hand: Hand, session: FakeSession) => Promise<void>,
): Scene {
  return {
    ...{ id, title, when, code },
    shows: shows ?? isOf(state.status),
    play() {
      const session = createFakeSession(state)
      const payer = fakePayer(session, createFakeChannels(), () => now)
      return {
        body: (
          <Stand payer={payer}>
            <ChatMeter />
          </Stand>
        ),
        ...(reach && { reach: (hand) => reach(hand, session) }),
      }
    },
  }
}

const stop = '[data-part="meter-actions"] button:last-child'

export const sessionMeter: Exhibit = {
  id: 'session-meter',
  title: 'SessionMeter',
  sentence: 'Shows what a session has spent and still holds; adds to it, stops it, and gets the rest back.',
  scenes: [
    scene(
      { id: 'active', title: 'In use', when: 'Money is deposited, and every use takes its part of it.' },
      channel(),
    ),
    scene({ id: 'idle', title: 'Before it begins', when: 'Nothing was asked yet.' }, { status: 'idle' }),
    scene(
      { id: 'challenged', title: 'A deposit is asked for', when: 'The seller named its terms.' },
      { status: 'challenged', offer: offerOf() },
    ),
    scene(
      { id: 'opening', title: 'Opening', when: 'The deposit is on its way.' },
      { status: 'opening', offer: offerOf() },
    ),
    scene(
      { id: 'used-up', title: 'Nearly used up', when: 'What is left is held by what is under way.' },
      channel({ status: 'voucherNeeded', spent: 96_000n, authorized: 100_000n, refund: 4_000n }),
    ),
    scene(
      { id: 'topping-up', title: 'Adding', when: 'More of a deposit is on its way.' },
      channel({ status: 'toppingUp' }),
    ),
    scene(
      {
        id: 'sure',
        title: 'Stop?',
        when: 'The first press asks what the second one does.',
        shows: '[data-part="sure"]',
      },
      channel(),
      (hand) => hand.press(stop),
    ),
    scene(
      { id: 'closing', title: 'Stopping', when: 'The seller is asked to send the rest back.' },
      channel({ status: 'closing' }),
    ),
    scene(
      {
        id: 'refused',
        title: 'The seller does not help',
        when: 'It did not send the rest back; the person can get it alone.',
        shows: '[data-part="meter-ending"] button',
      },
      channel(),
      async (hand, session) => {
        await hand.press(stop)
        await hand.see('[data-part="sure"]')
        await hand.press(stop)
        await hand.see('[aria-busy="true"]')
        session.end(new BaseError('session_unanswered', 'Nobody answered.'))
      },
    ),
    scene(
      { id: 'stale', title: 'The seller is gone', when: 'Nobody has answered for long.' },
      channel({ status: 'stale' }),
    ),
    scene(
      {
        id: 'close-requested',
        title: 'Waiting for the rest',
        when: 'The chain waits for the seller to object.',
      },
      channel({ status: 'closeRequested', withdrawableAt: now + 900_000 }),
    ),
    scene(
      { id: 'withdrawable', title: 'The rest can be had', when: 'The wait is over.' },
      channel({ status: 'withdrawable', withdrawableAt: now }),
    ),
    scene({ id: 'closed', title: 'Over', when: 'The rest came back.' }, channel({ status: 'closed' })),
    scene(
      {
        id: 'long',
        title: 'Large amounts and long words',
        when: 'What a seller calls its unit, and how much it is, is not ours to choose.',
      },
      channel({
        deposit: 123_456_789_012n,
        spent: 98_765_432_109n,
        refund: 24_691_356_903n,
        unit: 'very_long_unit_of_the_seller',
      }),
    ),
  ],
}
