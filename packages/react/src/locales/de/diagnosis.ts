import type { DiagnosisTexts } from '../diagnosisTexts.js'

const money = 'Es wurde nichts bezahlt.'

export const diagnosis: DiagnosisTexts = {
  headersHidden: {
    what: 'Der Anbieter verlangt Geld auf eine Weise, die diese Seite nicht lesen darf.',
    money,
    next: 'Das liegt nicht an Ihnen, und ein neuer Versuch hilft nicht. Beheben können es die Betreiber dieser Seite.',
  },
  popupBlocked: {
    what: 'Der Browser hat das Fenster Ihrer Wallet blockiert.',
    money,
    next: 'Erlauben Sie dieser Seite Fenster, oft über ein Zeichen in der Adresszeile, und drücken Sie noch einmal.',
  },
  cardBlocked: {
    what: 'Das Kartenformular wurde nicht geladen.',
    money,
    next: 'Ein Werbeblocker oder ein strenges Netz hält womöglich js.stripe.com auf. Erlauben Sie es oder bezahlen Sie anders.',
  },
  clock: (by, isFast) => ({
    what: by
      ? `Die Uhr dieses Geräts geht ${by} ${isFast ? 'vor' : 'nach'}.`
      : 'Die Uhr dieses Geräts geht offenbar falsch.',
    money,
    next: 'Lassen Sie das Gerät in seinen Einstellungen die Zeit selbst stellen und versuchen Sie es noch einmal.',
  }),
  sellerClock: {
    what: 'Die Angebote des Anbieters sind abgelaufen, bevor sie ankommen.',
    money,
    next: 'Versuchen Sie es später noch einmal. Bleibt es so, sagen Sie es dem Anbieter.',
  },
  insecurePage: {
    what: 'Diese Seite kam über eine Verbindung, die andere verändern können.',
    money,
    next: 'Hier kann nichts bezahlt werden. Öffnen Sie die Seite mit https in der Adresse.',
  },
  storageRefused: {
    what: 'Dieser Browser lässt die Seite nichts speichern.',
    money,
    next: 'Verlassen Sie das private Fenster oder erlauben Sie dieser Seite Websitedaten und versuchen Sie es noch einmal.',
  },
  storageFull: {
    what: 'Für das, was diese Seite speichern muss, ist kein Platz mehr.',
    money,
    next: 'Schaffen Sie Platz auf dem Gerät und versuchen Sie es noch einmal.',
  },
  otherNetwork: {
    what: 'Ihre Wallet ist in einem anderen Netzwerk als diese Zahlung.',
    money,
    next: 'Wechseln Sie in Ihrer Wallet das Netzwerk und versuchen Sie es noch einmal.',
  },
  noWallet: {
    what: 'In diesem Browser wurde keine Wallet gefunden.',
    money,
    next: 'Öffnen Sie die Seite im Browser Ihrer Wallet, fügen Sie diesem eine hinzu oder bezahlen Sie anders.',
  },
  secure: 'Mit https öffnen',
}
