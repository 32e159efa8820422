import type { PaywallTexts } from '../paywallTexts.js'

export const paywall: PaywallTexts = {
  locked: 'Comment débloquer ceci',
  unlock: (amount) => (amount ? `Débloquer pour ${amount}` : 'Débloquer'),
  once: 'Vous payez une seule fois. Ensuite, c’est là pour vous dans ce navigateur.',
  unlocked: (amount) => (amount ? `Débloqué. ${amount} payés, une seule fois.` : 'Débloqué.'),
}
