import type { ExpressTexts } from '../expressTexts.js'

export const express: ExpressTexts = {
  buttons: 'Pagar en un solo paso',
  or: 'O pagar con tarjeta',
}
