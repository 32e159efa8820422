// The page of row 14, bundled for production: a session meter, and what makes its session spend.
import { PayerProvider } from '@payerkit/react'
import { SessionMeter } from '@payerkit/react/session'
import { createFakeSession, fakePayer } from '@payerkit/testing/screens'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

const session = createFakeSession()
const meter = createElement(SessionMeter, { session })
const payer = fakePayer(session)
const place = document.body.appendChild(document.createElement('div'))
createRoot(place).render(createElement(PayerProvider, { payer, ui: false }, meter))

/**
 * Spends as often as it is told for some seconds, and counts what the page does about it.
 *
 * @param {{ perSecond: number, seconds: number }} load
 */
async function watchMeter({ perSecond, seconds }) {
  // What it takes to appear is no update.
  await new Promise((resolve) => setTimeout(resolve, 500))
  /** @type {number[]} */
  const longTasks = []
  new PerformanceObserver((list) =>
    longTasks.push(...list.getEntries().map(({ duration }) => duration)),
  ).observe({
    type: 'longtask',
  })
  let commits = 0
  let frames = 0
  /** @type {Map<unknown, number>} Commits by the time of their frame, which stands still within one. */
  const byFrame = new Map()
  const seen = new MutationObserver(() => {
    commits++
    const frame = document.timeline.currentTime
    byFrame.set(frame, (byFrame.get(frame) ?? 0) + 1)
  })
  // The figures and the bar; that a button may be pressed a moment later is none of theirs.
  seen.observe(place, { subtree: true, characterData: true, attributeFilter: ['style', 'aria-valuetext'] })
  const onFrame = () => {
    frames++
    requestAnimationFrame(onFrame)
  }
  requestAnimationFrame(onFrame)

  let updates = 0
  const start = performance.now()
  /** @type {Promise<void>} */
  const spent = new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(((performance.now() - start) / 1000) * perSecond, perSecond * seconds)
      for (; updates < due; updates++)
        session.update({ spent: BigInt(updates), authorized: BigInt(updates + 100) })
      if (updates < perSecond * seconds) return
      clearInterval(timer)
      resolve()
    })
  })
  await spent
  const more = [...byFrame.values()].filter((count) => count > 1).length
  return { updates, frames, commits, more, longest: Math.max(0, ...longTasks) }
}
Object.assign(globalThis, { watchMeter })
