import type { ExpressTexts } from '../expressTexts.js'

export const express: ExpressTexts = {
  buttons: 'すばやく支払う',
  or: 'またはカードで支払う',
}
