import '../styles/styles.css'
import '../styles/attempts.css'
import '../styles/session.css'
import type { Payer } from '@payerkit/core'
import axe from 'axe-core'
import { Profiler, type ReactNode, StrictMode } from 'react'
import { expect, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { PayerProvider, type PayerProviderProps } from '../provider/PayerProvider.js'

export const until = (check: () => void) => vi.waitFor(check, { timeout: 3_000, interval: 5 })

/** Something that shows sessions, and how often it was committed. */
export async function mountSession(
  payer: Payer,
  children: ReactNode,
  props: Partial<PayerProviderProps> = {},
) {
  const seen = { commits: 0 }
  const screen = await render(
    <StrictMode>
      <PayerProvider payer={payer} ui={false} {...props}>
        <Profiler id="sessions" onRender={() => seen.commits++}>
          {children}
        </Profiler>
      </PayerProvider>
    </StrictMode>,
  )
  return { seen, screen }
}

/** The part of a component, by its name. */
export const part = (name: string) => document.querySelector<HTMLElement>(`[data-part="${name}"]`)

/** Until the next frame has been drawn. */
export const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))

/** Fails with what axe finds. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  })
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
}
