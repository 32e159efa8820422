import type { AttemptTexts } from '../attemptTexts.js'

export const attempts: AttemptTexts = {
  payments: 'Offene Zahlungen',
  about: (amount, time, host) => `${amount} · ${time} · ${host}`,
  unknown: ({ amount, who, deposit }) =>
    deposit
      ? `Wir wissen noch nicht, ob Ihre Einzahlung von ${amount} für ${who} ankam.`
      : `Wir wissen noch nicht, ob ${amount} an ${who} bezahlt wurden.`,
  unknownNext:
    'Die Antwort ging unterwegs verloren. Sehen Sie nach, bevor Sie bezahlen: Dafür wird nichts abgebucht.',
  stillUnknown: (time) =>
    `Noch immer keine Antwort. Es wurde nichts weiter abgebucht. Sehen Sie ab ${time} wieder nach.`,
  undelivered: ({ amount, who, deposit }) =>
    deposit
      ? `Ihre Einzahlung von ${amount} für ${who} kam an, aber Sie haben nichts dafür bekommen.`
      : `Sie haben ${amount} an ${who} bezahlt, und es wurde nicht geliefert.`,
  undeliveredNext:
    'Bezahlen Sie nicht noch einmal: Holen Sie es mit der Zahlung ab, die Sie geleistet haben.',
  stillUndelivered: (time) =>
    `Noch nicht geliefert. Es wurde nichts weiter abgebucht. Versuchen Sie es ab ${time} oder fragen Sie den Anbieter.`,
  looking: 'Wird nachgesehen …',
  delivered: ({ amount, who, deposit }) => ({
    what: 'Da ist es.',
    next: deposit
      ? `Ihre Einzahlung von ${amount} ist erfolgt, einmal.`
      : `${amount} wurden an ${who} bezahlt, einmal.`,
  }),
  unshown: {
    what: 'Es ist da, konnte aber nicht angezeigt werden.',
    next: 'Es wurde einmal bezahlt, und es noch einmal anzuzeigen kostet nichts.',
  },
  declined: { what: 'Es wurde nichts bezahlt.', next: 'Sie können es noch einmal kaufen.' },
  settled: { what: 'Das ist schon erledigt.', next: 'Es wurde nichts weiter abgebucht.' },
  gaveUp: ({ amount }) => ({
    what: 'Aufgegeben.',
    next: `Falls ${amount} bezahlt wurden, bleibt es dabei. Sie können es noch einmal kaufen.`,
  }),
  stays:
    'Das ließ sich gerade nicht aufgeben. Es wurde nichts abgebucht. Versuchen Sie es gleich noch einmal.',
  look: 'Noch einmal nachsehen',
  get: 'Abholen',
  show: 'Noch einmal anzeigen',
  more: 'Wenn nichts daraus wird',
  giveUp: 'Aufgeben',
  giveUpSure: 'Ja, aufgeben',
  keep: 'Behalten',
  giveUpMeans:
    'Danach sieht niemand mehr nach, und dasselbe kann noch einmal gekauft werden. Was bezahlt wurde, bleibt bezahlt.',
}
