import { BaseError, ExpiredError, HeadersUnreadableError, NoOfferError } from '@payerkit/core'
import type { DiagnosisProps, FindingId } from '@payerkit/react/diagnosis'
import { openShop } from '@payerkit/testing/screens'
import type { Exhibit, Scene } from './Exhibit.js'
import { WhyNot } from './examples/WhyNot.js'
import code from './examples/WhyNot.tsx?raw'
import { Stand } from './Stand.js'

function scene(id: FindingId, title: string, when: string, why: DiagnosisProps): Scene {
  return {
    ...{ id, title, when, code },
    shows: `[data-part="diagnosis"][data-state="${id}"]`,
    play: () => ({
      body: (
        <Stand payer={openShop().payer}>
          <WhyNot onRetry={() => {}} {...why} />
        </Stand>
      ),
    }),
  }
}

const hour = 3_600_000
const ended = Date.parse('2026-07-01T12:00:00Z')

/** What is said of an offer that had ended when it came. @param after How long after its end the seller sent it. */
function lateOffer(after: number) {
  const challenge = {
    ...{ id: 'c1', realm: 'photos.example', method: 'points', intent: 'charge', request: 'e30' },
    expires: new Date(ended).toISOString(),
  }
  const headers = { Date: new Date(ended - hour + after).toUTCString() }
  return new NoOfferError({
    required: true,
    offers: [],
    refused: [{ challenge, error: new ExpiredError(challenge) }],
    response: new Response(null, { status: 402, headers }),
    url: 'https://photos.example/photo',
  })
}

const error = (code: string, details?: string) => new BaseError(code, 'It failed.', { details })

export const diagnosis: Exhibit = {
  id: 'diagnosis',
  title: 'Diagnosis',
  sentence: 'Why paying does not work on this page or this device, that nothing was paid, and what helps.',
  scenes: [
    scene('popupBlocked', 'Window blocked', 'The wallet’s window did not open.', {
      error: error('wallet_failed', 'Popup window was blocked'),
    }),
    scene('headersHidden', 'Offers hidden', 'The seller’s answer may not be read by this page.', {
      error: new HeadersUnreadableError('https://photos.example/'),
    }),
    scene('cardBlocked', 'Card form blocked', 'Stripe’s fields did not load.', {
      error: error('card_form_unavailable'),
    }),
    scene('insecurePage', 'Not over https', 'The page lacks what keys need.', {
      environment: { secure: false },
    }),
    scene('storageRefused', 'Nothing can be kept', 'The browser keeps nothing for this page.', {
      error: error('store_forbidden'),
    }),
    scene('storageFull', 'No more room', 'The browser has no more room for this page.', {
      error: error('store_full'),
    }),
    scene('otherNetwork', 'Another network', 'The wallet is on another network.', {
      error: error('chain_mismatch'),
    }),
    scene(
      'clock',
      'This device’s clock is wrong',
      'Every offer has ended when it arrives, by this device alone.',
      {
        error: lateOffer(0),
      },
    ),
    scene(
      'sellerClock',
      'The seller’s clock is wrong',
      'Every offer has ended when it arrives, by the seller’s clock too.',
      {
        error: lateOffer(2 * hour),
      },
    ),
    scene('noWallet', 'No wallet', 'There is no wallet in this browser.', {
      error: error('disconnected'),
      environment: { wallets: 0 },
    }),
  ],
}
