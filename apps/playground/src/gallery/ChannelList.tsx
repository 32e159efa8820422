import { BaseError, type ChannelState } from '@payerkit/core'
import {
  channelOf,
  createFakeChannels,
  createFakeSession,
  type FakeChannels,
  fakePayer,
} from '@payerkit/testing/screens'
import type { Exhibit, Scene } from './Exhibit.js'
import { Sessions } from './examples/Sessions.js'
import code from './examples/Sessions.tsx?raw'
import type { Hand } from './hand.js'
import { Stand } from './Stand.js'

const now = 1_750_000_000_000
const list = (...kept: readonly Partial<ChannelState>[]) =>
  kept.map((news, at) => channelOf({ id: `0x${at + 1}`, withdrawableAt: now + 900_000, ...news }))

function scene(
  { id, title, when, shows }: Pick<Scene, 'id' | 'title' | 'when' | 'shows'>,
  kept: readonly ChannelState[],
  direct: {
    refresh?: FakeChannels['refresh']
    reach?: (hand: Hand, channels: FakeChannels) => Promise<void>
  } = {},
): Scene {
  return {
    ...{ id, title, when, shows, code },
    play() {
      const { reach, ...means } = direct
      const channels = { ...createFakeChannels(kept), ...means }
      const payer = fakePayer(createFakeSession(), channels, () => now)
      return {
        body: (
          <Stand payer={payer}>
            <Sessions />
          </Stand>
        ),
        ...(reach && { reach: (hand) => reach(hand, channels) }),
      }
    },
  }
}

const row = (state: string) => `[data-part="channel"][data-state="${state}"]`
const stop = '[data-part="channel-actions"] button:last-of-type'

export const channelList: Exhibit = {
  id: 'channel-list',
  title: 'ChannelList',
  sentence: 'Every session that this browser keeps, what is left in it, and how to get that back.',
  scenes: [
    scene(
      {
        id: 'filled',
        title: 'One of each kind',
        when: 'Sessions of several sellers, each with the one thing that can be done about it.',
        shows: row('closed'),
      },
      list(
        {},
        { status: 'voucherNeeded', origin: 'https://press.example' },
        { status: 'closing', origin: 'https://maps.example' },
        { status: 'stale', origin: 'https://gone.example' },
        { status: 'closeRequested', origin: 'https://slow.example' },
        { status: 'withdrawable', origin: 'https://ready.example', withdrawableAt: now },
        { status: 'closed', origin: 'https://over.example' },
      ),
    ),
    scene(
      {
        id: 'loading',
        title: 'Being read',
        when: 'Store and chain are asked.',
        shows: '[data-state="loading"]',
      },
      [],
      { refresh: () => new Promise(() => {}) },
    ),
    scene(
      { id: 'empty', title: 'Empty', when: 'No money is in any session.', shows: '[data-state="empty"]' },
      [],
    ),
    scene(
      {
        id: 'sure',
        title: 'Stop?',
        when: 'The first press asks what the second one does.',
        shows: '[data-part="sure"]',
      },
      list({}),
      { reach: (hand) => hand.press(stop) },
    ),
    scene(
      {
        id: 'refused',
        title: 'The seller does not help',
        when: 'It did not send the rest back; the person can get it alone.',
        shows: '[data-part="hint"]',
      },
      list({}),
      {
        async reach(hand, channels) {
          await hand.press(stop)
          await hand.see('[data-part="sure"]')
          await hand.press(stop)
          await hand.see('[aria-busy="true"]')
          channels.end(new BaseError('session_unanswered', 'Nobody answered.'))
        },
      },
    ),
    scene(
      {
        id: 'unread',
        title: 'Not to be read',
        when: 'The browser does not give out what it keeps.',
        shows: '[data-part="notice"]',
      },
      [],
      { refresh: () => Promise.reject(new BaseError('network_unreachable', 'There is no network.')) },
    ),
  ],
}
