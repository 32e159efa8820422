import type { ExpressTexts } from '../expressTexts.js'

export const express: ExpressTexts = {
  buttons: 'Mit einem Schritt bezahlen',
  or: 'Oder mit Karte bezahlen',
}
