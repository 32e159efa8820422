import type { PaywallTexts } from '../paywallTexts.js'

export const paywall: PaywallTexts = {
  locked: 'So schalten Sie das frei',
  unlock: (amount) => (amount ? `Freischalten für ${amount}` : 'Freischalten'),
  once: 'Sie bezahlen einmal. Danach ist es in diesem Browser für Sie da.',
  unlocked: (amount) => (amount ? `Freigeschaltet. Bezahlt wurde einmal: ${amount}.` : 'Freigeschaltet.'),
}
