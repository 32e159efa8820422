import { expect } from 'vitest'
import { expectAccessible } from '../../testing/mountSession.js'

/** Says which language it speaks, fits a small phone, cuts no word off, and axe finds nothing. */
export async function expectWell(tag: string): Promise<void> {
  const roots = [...document.querySelectorAll('[data-pk]')]
  expect(roots.length).toBeGreaterThan(0)
  expect(new Set(roots.map((root) => root.getAttribute('lang')))).toEqual(new Set([tag]))
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
  const shown = [
    ...document.querySelectorAll<HTMLElement>('[data-pk] :is(button, p, dt, dd, strong, li, span)'),
  ]
  const cut = shown.filter((each) => {
    const { left, right, width } = each.getBoundingClientRect()
    return (
      each.checkVisibility() && width > 1 && (right > 320.5 || left < 0 || each.scrollWidth > width + 1.5)
    )
  })
  expect(cut.map(({ textContent }) => textContent)).toEqual([])
  const whole = document.querySelectorAll(
    ':is([data-part="fact"] dd, [data-part="spent"], [data-part="chip"])',
  )
  const broken = [...whole].filter((each) => linesOf(each) > 1)
  expect(broken.map(({ textContent }) => textContent)).toEqual([])
  await expectAccessible()
}

function linesOf(node: Element): number {
  const range = document.createRange()
  range.selectNodeContents(node)
  return new Set([...range.getClientRects()].map(({ top }) => top)).size
}
