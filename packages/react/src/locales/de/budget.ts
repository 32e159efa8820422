import type { BudgetTexts, LimitWords } from '../budgetTexts.js'
import { counted } from '../counted.js'

const where = ({ per, host }: LimitWords) =>
  host ? `auf ${host}` : per === 'origin' ? 'auf jeder Website' : 'auf allen Websites zusammen'

export const budget: BudgetTexts = {
  budget: 'Budget',
  means:
    'Was innerhalb von all dem liegt, wird ohne Nachfrage bezahlt. Bei allem anderen werden Sie gefragt.',
  none: 'Sie werden bei jeder Zahlung gefragt.',
  unreadable:
    'Ihre Limits waren nicht lesbar. Deshalb werden Sie bei jeder Zahlung gefragt. Legen Sie sie neu fest.',
  unavailable: 'Dieser Browser speichert keine Limits. Deshalb werden Sie bei jeder Zahlung gefragt.',
  title: (words) => {
    if (words.per === 'payment') return words.host ? `Jede Zahlung auf ${words.host}` : 'Jede Zahlung'
    const place = where(words).replace('auf', 'Auf')
    return words.span ? `${place}, je ${words.span}` : place
  },
  limit: (words) => {
    if (words.per === 'payment') return `${words.amount} pro Zahlung${words.host ? ` auf ${words.host}` : ''}`
    return `${words.amount} ${words.span ? `je ${words.span}` : 'insgesamt'} ${where(words)}`
  },
  upTo: (amount) => `Bis zu ${amount}.`,
  used: ({ spent, amount, left, span }) =>
    `${spent} von ${amount} ${span ? `(letzte ${span})` : 'bisher'}; noch ${left}.`,
  usedAt: (host, used) => `${host}: ${used}`,
  comesFree: (amount, time) => `Davon sind ${amount} ab ${time} wieder frei.`,
  moreSites: (count) =>
    counted(count, 'de', { one: 'Und eine weitere Website.', other: 'Und # weitere Websites.' }),
  change: 'Ändern',
  remove: 'Entfernen',
  clear: 'Jedes Mal fragen',
  add: 'Limit hinzufügen',
  save: 'Speichern',
  amountIn: (unit) => `Betrag in ${unit}`,
  kind: 'Für',
  asks: (limit) => `Bis zu ${limit} ohne Nachfrage bezahlen?`,
  asksWithout: (limit) => `Ohne „${limit}“ wird mehr ohne Nachfrage bezahlt.`,
  before: (amount) => `Bisher sind es ${amount}.`,
  beforeAsked: 'Bisher werden Sie gefragt.',
  alsoHold: 'Was außerdem gilt:',
  yes: 'Ja, ohne Nachfrage',
  yesRemove: 'Ja, entfernen',
  no: 'Nein, so lassen',
  raised: 'Es gilt ab jetzt.',
  lowered: 'Es ist ab jetzt niedriger.',
  removed: 'Das Limit ist entfernt.',
  cleared: 'Sie werden jetzt bei jeder Zahlung gefragt.',
  stays: 'Alles bleibt, wie es war.',
  remember: (host) => `Auf ${host} nicht mehr fragen`,
  rememberUpTo: ({ amount, daily, span }) => `bis ${amount} je Zahlung und ${daily} je ${span}`,
  errors: {
    amount: 'Schreiben Sie den Betrag mit Ziffern und einem Punkt, zum Beispiel 0.50.',
    limit: 'Das kann kein Limit sein.',
    changed:
      'Die Limits haben sich inzwischen geändert, vielleicht in einem anderen Tab. Sehen Sie nach und versuchen Sie es noch einmal.',
    gone: 'Dieses Limit gibt es nicht mehr.',
    notKept:
      'Dieser Browser konnte die Änderung nicht speichern. Ohne Nachfrage wird nicht mehr bezahlt als vorher.',
    failed: 'Das hat nicht geklappt. Ohne Nachfrage wird nicht mehr bezahlt als vorher.',
  },
}
