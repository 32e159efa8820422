import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join('stripe-double', 'stripe-js')
const scripts = [
  'api.js',
  'fields.js',
  'savedCards.js',
  'paymentElement.js',
  'walletSheet.js',
  'expressCheckout.js',
  'challengeDialog.js',
  'stripe.js',
]

/** The stand-in for Stripe.js: its scripts, joined. */
export async function readStripeJs(): Promise<string> {
  const home = scriptsFolder()
  const texts = await Promise.all(scripts.map((name) => readFile(join(home, name), 'utf8')))
  return texts.join('\n')
}

/** Looks upwards, because a bundled server does not lie where this source file does. */
function scriptsFolder(): string {
  const start = dirname(fileURLToPath(import.meta.url))
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, folder))) return join(at, folder)
    if (at === dirname(at))
      throw new Error(`No ${folder} above ${start}. Keep the bundled server inside apps/playground.`)
  }
}
