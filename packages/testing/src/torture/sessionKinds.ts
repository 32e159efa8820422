import type { Session } from '@payerkit/core/session'
import type { Lane } from '../faults/Fault.js'

/** Something that is bought by the piece, and the steps of somebody who does. */
export type SessionKind = {
  readonly name: string
  readonly path: string
  /** What the session may do. */
  readonly payment: { readonly deposit: string; readonly maxDeposit: string; readonly headroom: string }
  readonly lanes: readonly Lane[]
  /** What the person does, one after the other; each says how many units it brought. */
  readonly steps: readonly Step[]
  /** The most units that one paid request can be charged for. */
  readonly units: number
  /** About how many moments there are at which its page can die. */
  readonly moments: number
}

/** One thing to do in a session; done once where a second time would be something else. */
type Step = {
  readonly name: string
  readonly once?: boolean
  readonly run: (session: Session, url: string) => Promise<number>
}

const request: Step = {
  name: 'request',
  async run(session, url) {
    const response = await session.fetch(url)
    const text = await response.text()
    if (!response.ok) throw new Error(`answered ${response.status}`)
    JSON.parse(text)
    return 1
  },
}

const tokens = 10
const stream: Step = {
  name: 'stream',
  async run(session, url) {
    let had = 0
    const events = await session.sse(`${url}?prompt=tides&tokens=${tokens}&delay=2`)
    for await (const _ of events) had++
    return had
  },
}

const topUp: Step = {
  name: 'topUp',
  once: true,
  async run(session) {
    await session.topUp('0.005')
    return 0
  },
}

/** Every way to pay as you go that is tortured here. */
export const sessionKinds: readonly SessionKind[] = [
  {
    ...{ name: 'session requests', path: '/api/metered', units: 1, moments: 100 },
    payment: { deposit: '0.02', maxDeposit: '0.03', headroom: '0.004' },
    lanes: ['unpaid', 'paid', 'chain'],
    steps: [request, request, topUp, request, request],
  },
  {
    ...{ name: 'session sponsored', path: '/api/metered/sponsored', units: 1, moments: 90 },
    payment: { deposit: '0.02', maxDeposit: '0.03', headroom: '0.004' },
    lanes: ['unpaid', 'paid', 'chain'],
    steps: [request, request, topUp, request],
  },
  {
    ...{ name: 'session stream', path: '/api/chat', units: tokens, moments: 220 },
    payment: { deposit: '0.006', maxDeposit: '0.06', headroom: '0.004' },
    lanes: ['unpaid', 'paid', 'update', 'chain'],
    steps: [stream, stream],
  },
]
