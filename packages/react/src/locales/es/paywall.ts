import type { PaywallTexts } from '../paywallTexts.js'

export const paywall: PaywallTexts = {
  locked: 'Cómo desbloquear esto',
  unlock: (amount) => (amount ? `Desbloquear por ${amount}` : 'Desbloquear'),
  once: 'Se paga una sola vez. Después queda disponible en este navegador.',
  unlocked: (amount) => (amount ? `Desbloqueado. Se pagó ${amount}, una sola vez.` : 'Desbloqueado.'),
}
