import type { BudgetTexts, LimitWords } from '../budgetTexts.js'
import { counted } from '../counted.js'

const where = ({ per, host }: LimitWords) =>
  host ? `sur ${host}` : per === 'origin' ? 'sur chaque site' : 'sur tous les sites ensemble'

export const budget: BudgetTexts = {
  budget: 'Budget',
  means: 'Ce qui respecte tout cela est payé sans vous demander. Pour tout le reste, on vous demande.',
  none: 'On vous demande avant chaque paiement.',
  unreadable:
    'Vos limites n’ont pas pu être lues\u00a0: on vous demande avant chaque paiement. Fixez-les de nouveau.',
  unavailable: 'Ce navigateur ne garde pas de limites\u00a0: on vous demande avant chaque paiement.',
  title: (words) => {
    if (words.per === 'payment') return words.host ? `Chaque paiement sur ${words.host}` : 'Chaque paiement'
    const place = where(words).replace('sur', 'Sur')
    return words.span ? `${place}, par période de ${words.span}` : place
  },
  limit: (words) => {
    if (words.per === 'payment')
      return `${words.amount} par paiement${words.host ? ` sur ${words.host}` : ''}`
    return `${words.amount} ${words.span ? `par période de ${words.span}` : 'en tout'} ${where(words)}`
  },
  upTo: (amount) => `Jusqu’à ${amount}.`,
  used: ({ spent, amount, left, span }) =>
    `${spent} sur ${amount} ${span ? `en ${span}` : 'jusqu’ici'}\u00a0; reste ${left}.`,
  usedAt: (host, used) => `${host}\u00a0: ${used}`,
  comesFree: (amount, time) => `Dont ${amount} se libèrent ensuite (${time}).`,
  moreSites: (count) => counted(count, 'fr', { one: 'Et # autre site.', other: 'Et # autres sites.' }),
  change: 'Modifier',
  remove: 'Supprimer',
  clear: 'Toujours demander',
  add: 'Ajouter une limite',
  save: 'Enregistrer',
  amountIn: (unit) => `Montant en ${unit}`,
  kind: 'Pour',
  asks: (limit) => `Payer jusqu’à ${limit} sans vous demander\u00a0?`,
  asksWithout: (limit) => `Sans «\u00a0${limit}\u00a0», on paie plus sans vous demander.`,
  before: (amount) => `Jusqu’ici, c’est ${amount}.`,
  beforeAsked: 'Jusqu’ici, on vous demande.',
  alsoHold: 'Ce qui vaut aussi\u00a0:',
  yes: 'Oui, sans demander',
  yesRemove: 'Oui, supprimer',
  no: 'Non, laisser',
  raised: 'C’est valable à partir de maintenant.',
  lowered: 'C’est plus bas à partir de maintenant.',
  removed: 'La limite est supprimée.',
  cleared: 'On vous demande maintenant avant chaque paiement.',
  stays: 'Tout reste comme avant.',
  remember: (host) => `Ne plus demander sur ${host}`,
  rememberUpTo: ({ amount, daily, span }) => `jusqu’à ${amount} par paiement et ${daily} en ${span}`,
  errors: {
    amount: 'Écrivez-le avec des chiffres et un point, par exemple 0.50.',
    limit: 'Ceci ne peut pas être une limite.',
    changed: 'Les limites ont changé entre-temps, peut-être dans un autre onglet. Regardez-les et réessayez.',
    gone: 'Cette limite n’existe plus.',
    notKept:
      'Ce navigateur n’a pas pu garder le changement. On ne paie pas plus qu’avant sans vous demander.',
    failed: 'Cela n’a pas marché. On ne paie pas plus qu’avant sans vous demander.',
  },
}
