import type { ExpressTexts } from '../expressTexts.js'

export const express: ExpressTexts = {
  buttons: 'Payer en une seule étape',
  or: 'Ou payer par carte',
}
