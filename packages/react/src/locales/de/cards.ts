import type { CardTexts } from '../cardTexts.js'

const money = 'Es wurde nichts abgebucht.'

export const cards: CardTexts = {
  form: 'Mit Karte bezahlen',
  loading: 'Das Kartenformular wird geladen.',
  validating: 'Karte wird geprüft …',
  confirm: 'Bei Ihrer Bank bestätigen …',
  gettingOffer: 'Angebot wird geholt …',
  hint: 'Abgebucht wird einmal, wenn Sie auf „Bezahlen“ drücken.',
  free: 'Es war nichts mehr zu bezahlen.',
  paid: (amount) => `${amount} bezahlt.`,
  blocked: {
    what: 'Das Kartenformular konnte nicht geladen werden.',
    money,
    next: 'Vielleicht sperrt ein Werbeblocker oder ein strenges Netzwerk js.stripe.com. Erlauben Sie es, und versuchen Sie es noch einmal.',
  },
  invalid: { what: 'Prüfen Sie die Kartendaten.', money, next: '' },
  noCard: {
    what: 'Das kann nicht mit Karte bezahlt werden.',
    money,
    next: 'Bezahlen Sie auf andere Weise.',
  },
  ended: { what: 'Das Angebot ist abgelaufen.', money, next: '' },
  noNewOffer: {
    what: 'Ein neues Angebot war nicht zu bekommen.',
    money,
    next: 'Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  },
  stillUnknown: {
    what: 'Wir wissen noch immer nicht, ob das bezahlt wurde.',
    money: 'Der Anbieter sagt es nicht.',
    next: 'Bezahlen Sie nicht noch einmal: Prüfen Sie gleich wieder, es wird nichts weiter abgebucht.',
  },
  changed: (before, now) => ({
    what: `Der Preis hat sich von ${before} auf ${now} geändert.`,
    money,
    next: 'Bezahlen Sie nur, wenn Sie damit einverstanden sind.',
  }),
  otherPayee: {
    what: 'Das Geld würde jetzt an jemand anderen gehen.',
    money,
    next: 'Fragen Sie den Anbieter, bevor Sie bezahlen.',
  },
  declines: {
    declined: {
      what: 'Ihre Karte wurde abgelehnt.',
      money,
      next: 'Nehmen Sie eine andere Karte oder fragen Sie Ihre Bank.',
    },
    insufficient_funds: {
      what: 'Auf Ihrer Karte ist nicht genug Geld.',
      money,
      next: 'Nehmen Sie eine andere Karte.',
    },
    expired_card: { what: 'Ihre Karte ist abgelaufen.', money, next: 'Nehmen Sie eine andere Karte.' },
    incorrect_cvc: {
      what: 'Der Sicherheitscode Ihrer Karte stimmt nicht.',
      money,
      next: 'Prüfen Sie ihn und versuchen Sie es noch einmal.',
    },
    incorrect_number: {
      what: 'Ihre Kartennummer stimmt nicht.',
      money,
      next: 'Prüfen Sie sie und versuchen Sie es noch einmal.',
    },
    processing_error: {
      what: 'Ihre Bank konnte die Karte nicht verarbeiten.',
      money,
      next: 'Versuchen Sie es gleich noch einmal.',
    },
  },
}
