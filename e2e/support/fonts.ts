import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'

const path = '/fonts-of-the-pictures/'
const require = createRequire(import.meta.url)
/** The style sheets of the fonts, by what stands in their address. */
const families = new Map([
  ['inter', require.resolve('@fontsource-variable/inter/index.css')],
  ['noto-sans-jp', require.resolve('@fontsource-variable/noto-sans-jp/index.css')],
  ['noto-sans-sc', require.resolve('@fontsource-variable/noto-sans-sc/index.css')],
])

/** Gives a page the same letters on every machine. Only what is shown of them is loaded. */
export async function bringFonts(page: Page): Promise<void> {
  await page.route(`**${path}**`, (route) => {
    const [family = '', ...file] = new URL(route.request().url()).pathname.slice(path.length).split('/')
    return route.fulfill({ path: join(dirname(families.get(family) ?? ''), ...file) })
  })
  const faces = [...families].map(([family, sheet]) =>
    readFileSync(sheet, 'utf8')
      .replaceAll('url(./', `url(${path}${family}/`)
      .replaceAll('font-display: swap', 'font-display: block'),
  )
  const rest = "'Noto Sans JP Variable', 'Noto Sans SC Variable', sans-serif"
  await page.addStyleTag({
    content: `${faces.join('\n')}
      [data-pk]:not(#fonts) { --pk-font: 'Inter Variable', ${rest}; --pk-mono: 'Inter Variable', ${rest}; }
      .show > header p { display: none; }
      [data-pk]:lang(zh):not(#fonts) { --pk-font: 'Inter Variable', 'Noto Sans SC Variable', sans-serif; }`,
  })
}
