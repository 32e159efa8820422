import { expect, type Page } from '@playwright/test'

/** Goes somewhere in the gallery without loading the page anew, and waits until every scene is where it should be. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => {
    location.hash = next
  }, hash)
  await expect(page.locator('.gallery')).toHaveAttribute('data-view', hash)
  const playing = page.locator('.scene:has(.stage[data-state="playing"])')
  await expect
    .poll(() => playing.evaluateAll((all) => all.map((each) => each.getAttribute('data-scene'))), {
      message: `the scenes of ${hash}`,
      timeout: 20_000,
    })
    .toEqual([])
  await page.evaluate(() => document.fonts.ready)
}

/** What a thumb would miss, what an eye would, and how far the page is wider than its window. */
export function misfits(page: Page): Promise<{ small: string[]; tiny: string[]; over: number }> {
  return page.evaluate(() => {
    const name = (node: Element) =>
      `${node.closest('[data-scene]')?.getAttribute('data-scene')}: ${node.textContent || node.tagName}`
    const seen = [...document.querySelectorAll('.stage *')].filter((node) => node.checkVisibility())
    const small = seen.filter((node) => {
      if (!node.matches('button, summary, select, a[href], input, [data-part="option"]')) return false
      // A thumb that hits the words of a box hits the box.
      const { width, height } = (node.closest('label') ?? node).getBoundingClientRect()
      return Math.round(height) < 44 || Math.round(width) < 44
    })
    const tiny = seen.filter(
      (node) =>
        [...node.childNodes].some((child) => child.nodeType === Node.TEXT_NODE && child.nodeValue?.trim()) &&
        Number.parseFloat(getComputedStyle(node).fontSize) < 12.5,
    )
    const { scrollWidth, clientWidth } = document.documentElement
    return { small: small.map(name), tiny: tiny.map(name), over: Math.max(0, scrollWidth - clientWidth) }
  })
}
