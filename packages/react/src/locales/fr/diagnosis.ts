import type { DiagnosisTexts } from '../diagnosisTexts.js'

const money = 'Rien n’a été payé.'

export const diagnosis: DiagnosisTexts = {
  headersHidden: {
    what: 'Le vendeur demande le paiement d’une façon que cette page n’a pas le droit de lire.',
    money,
    next: 'Vous n’y êtes pour rien, et réessayer n’aide pas. Les responsables de cette page peuvent y remédier.',
  },
  popupBlocked: {
    what: 'Le navigateur a bloqué la fenêtre de votre portefeuille.',
    money,
    next: 'Autorisez les fenêtres pour cette page, souvent par un signe dans la barre d’adresse, et appuyez de nouveau.',
  },
  cardBlocked: {
    what: 'Le formulaire de carte ne s’est pas chargé.',
    money,
    next: 'Un bloqueur de contenu ou un réseau strict arrête peut-être js.stripe.com. Autorisez-le ou payez autrement.',
  },
  clock: (by, isFast) => ({
    what: by
      ? `L’horloge de cet appareil ${isFast ? 'avance' : 'retarde'} de ${by}.`
      : 'L’horloge de cet appareil semble fausse.',
    money,
    next: 'Laissez l’appareil régler l’heure lui-même, dans ses réglages, et réessayez.',
  }),
  sellerClock: {
    what: 'Les offres du vendeur expirent avant d’arriver.',
    money,
    next: 'Réessayez plus tard. Si cela dure, dites-le au vendeur.',
  },
  insecurePage: {
    what: 'Cette page est arrivée par une connexion que d’autres peuvent modifier.',
    money,
    next: 'Rien ne peut être payé ici. Ouvrez la page avec https dans l’adresse.',
  },
  storageRefused: {
    what: 'Ce navigateur ne laisse rien retenir à la page.',
    money,
    next: 'Quittez la fenêtre privée ou autorisez les données de ce site, et réessayez.',
  },
  storageFull: {
    what: 'Il n’y a plus de place pour ce que cette page doit retenir.',
    money,
    next: 'Libérez de la place sur l’appareil et réessayez.',
  },
  otherNetwork: {
    what: 'Votre portefeuille est sur un autre réseau que ce paiement.',
    money,
    next: 'Changez de réseau dans votre portefeuille et réessayez.',
  },
  noWallet: {
    what: 'Aucun portefeuille n’a été trouvé dans ce navigateur.',
    money,
    next: 'Ouvrez cette page dans le navigateur de votre portefeuille, ajoutez-en un à celui-ci ou payez autrement.',
  },
  secure: 'Ouvrir avec https',
}
