import { within } from './Patience.js'
import type { Desk } from './Scheme.js'
import type { House } from './Sessions.js'
import type { Served } from './Transmit.js'

// How long a server may take, in milliseconds.
const patience = 20_000

/** What pays for deliveries from one channel. The driver alone says how much is signed. */
export function deskOf({ host }: House, { driver, url }: Served, signal?: AbortSignal): Desk {
  return {
    identity: driver.record.identity,
    url,
    now: host.now,
    send: (target, init) => within(patience, (signal) => host.prepare(target, { ...init, signal }).send()),
    async pay(amount, present) {
      const claim = await driver.claim(amount, signal)
      try {
        const counted = await present(await driver.pen.fields(claim.cumulative), claim.cumulative)
        claim.answered(counted, false)
      } catch (error) {
        claim.lost()
        throw error
      }
    },
  }
}
