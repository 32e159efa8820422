import type { SubscriptionTexts } from '../subscriptionTexts.js'

const singles = { second: 'Sekunde', day: 'Tag', week: 'Woche', month: 'Monat' }

export const subscriptions: SubscriptionTexts = {
  subscriptions: 'Abos',
  none: 'Hier gibt es keine Abos.',
  kind: 'Abo',
  each: (span, unit, count) => (count === 1 ? `pro ${singles[unit]}` : `alle ${span}`),
  recurs: (next, ends, total) =>
    `${next ? `Nächste Abbuchung am ${next}. ` : ''}${ends ? `Endet am ${ends}. Insgesamt höchstens ${total}.` : `Läuft, bis Sie beim Anbieter kündigen. Im ersten Jahr höchstens ${total}.`}`,
  already: 'Sie haben bei diesem Anbieter schon ein solches Abo.',
  subscribe: 'Abonnieren',
  subscribeFor: (price, each) => `Abonnieren · ${price} ${each}`,
  price: (amount, each) => `${amount} ${each}`,
  states: {
    active: 'Aktiv',
    cancelling: 'Wird gekündigt …',
    cancelled: 'Gekündigt',
    expired: 'Beendet',
    unknown: 'Noch nicht bekannt',
  },
  nextOn: (date) => `Nächste Abbuchung am ${date}.`,
  nextNow: 'Die nächste Abbuchung kann jederzeit kommen.',
  noNext: 'Es wird nichts mehr abgebucht.',
  endsOn: (date) => `Endet am ${date}.`,
  cancelled: 'Der Anbieter kann nichts mehr abbuchen.',
  endedOn: (date) => `Es endete am ${date}. Der Anbieter kann nichts mehr abbuchen.`,
  unknown:
    'Sie haben zugestimmt, aber das Netzwerk zeigt es noch nicht. Bisher wurde nichts abgebucht. Falls der Anbieter es noch einrichtet, können Sie es hier kündigen.',
  cancelling: 'Bestätigen Sie in Ihrer Wallet. Danach dauert es einen Moment.',
  cancel: 'Abo kündigen',
  sure: 'Danach kann der Anbieter nichts mehr abbuchen. Was Sie bezahlt haben, bleibt bezahlt.',
  cancelSure: 'Ja, kündigen',
  keep: 'Behalten',
  forget: 'Aus der Liste entfernen',
  errors: {
    no: 'Sie haben in Ihrer Wallet abgelehnt. Das Abo läuft weiter.',
    unconfirmed:
      'Das Netzwerk zeigt die Kündigung noch nicht. Sehen Sie gleich noch einmal nach; ein zweites Mal zu kündigen schadet nicht.',
    account:
      'Ein anderes Konto hat dem zugestimmt. Verbinden Sie es in Ihrer Wallet und versuchen Sie es noch einmal.',
    absent:
      'Der Anbieter hat es noch nicht eingerichtet, es gibt also nichts zu kündigen. Es wurde nichts abgebucht.',
    chain:
      'Ihre Wallet ist nicht verbunden oder in einem anderen Netzwerk. Das Abo läuft weiter. Verbinden Sie sie und versuchen Sie es noch einmal.',
    failed: 'Das hat nicht geklappt. Das Abo läuft weiter wie bisher. Versuchen Sie es noch einmal.',
  },
}
