import type { Locale } from '../Locale.js'
import { type Units, unitName } from '../units.js'

const units: Units = {
  token: 'jeton',
  request: 'requête',
  byte: 'octet',
  second: 'seconde',
  minute: 'minute',
}

const money = 'Rien n’a été payé.'

export const texts: Locale = {
  tag: 'fr',
  asks: 'demande un paiement',
  asksAs: (realm) => `demande un paiement sous le nom ${realm}`,
  cancel: 'Annuler',
  close: 'Fermer',
  payWith: 'Payer avec',
  wallet: 'Portefeuille',
  card: 'Carte',
  session: 'À l’usage',
  subscription: 'Abonnement',
  to: 'À',
  alsoTo: 'Et à',
  from: 'De',
  yourWallet: 'votre portefeuille',
  fee: 'Frais de réseau',
  feeBySeller: 'payés par le vendeur',
  feeByYou: 'payés par vous',
  offerEnds: 'L’offre expire',
  endsIn: (time) => `dans ${time}`,
  ended: 'expirée',
  asksWallet: 'Une seule confirmation, dans votre portefeuille',
  asksCard: (to) =>
    to
      ? `Les données de carte vont à ${to}, jamais à cette page`
      : 'Les données de carte ne vont jamais à cette page',
  asksNothing: 'Rien d’autre ne vous est demandé',
  details: 'Détails',
  address: 'Adresse',
  payee: 'Bénéficiaire',
  asset: 'Jeton',
  method: 'Méthode',
  realm: 'Domaine',
  refused: 'Impossible ici',
  perUnit: (unit) => `par ${unitName(unit, units, 'utilisation')}`,
  deposit: (amount, most) =>
    `Dépôt de ${amount}${most ? `, au plus ${most}` : ''}. Ce qui n’est pas utilisé vous revient.`,
  goesOn: (price, unit) =>
    `Dépôt supplémentaire, pour continuer à ${price} ${unit}. Ce qui n’est pas utilisé vous revient.`,
  start: (amount) => (amount ? `Commencer avec ${amount}` : 'Commencer'),
  add: (amount) => `Ajouter ${amount}`,
  pay: (amount) => (amount ? `Payer ${amount}` : 'Payer'),
  tryAgain: (amount) => (amount ? `Réessayer · ${amount}` : 'Réessayer'),
  askAgain: 'Rien n’a été payé. Demandez une autre offre pour continuer.',
  askAnew: 'Demander une autre offre',
  lacks: {
    disconnected: 'Aucun portefeuille n’est connecté.',
    chain: 'Votre portefeuille est sur un autre réseau.',
    balance: 'Le solde de votre portefeuille ne suffit pas.',
    allowance: 'Votre portefeuille doit d’abord l’autoriser.',
    unsupported: 'Ce portefeuille ne peut pas payer cela.',
  },
  changed: (before, now) => `Le prix a changé\u00a0: ${before} avant, ${now} maintenant.`,
  confirm: 'Confirmez dans votre portefeuille',
  sending: 'Paiement en cours…',
  sendingAgain: 'Pas encore de réponse. Nouvel essai…',
  paid: 'Payé',
  free: 'Rien à payer',
  checkNow: 'Vérifier maintenant',
  checking: 'Vérification…',
  smallest: (symbol) => `plus petites parts de ${symbol}`,
  unknownToken: 'Nous ne connaissons pas ce jeton.',
  unknownTokenHint: 'Ne payez que si vous savez ce qu’il vaut.',
  says: (who, words) => `${who} dit\u00a0: «\u00a0${words}\u00a0»`,
  notices: {
    authentication: {
      what: 'Votre banque n’a pas pu confirmer que c’était vous.',
      money: 'Rien n’a été débité.',
      next: 'Réessayez ou utilisez une autre carte.',
    },
    budget: {
      what: 'Ce paiement demande votre accord, et il n’y avait pas moyen de vous le demander.',
      money,
      next: 'Adressez-vous aux responsables de cette page.',
    },
    cancelled: { what: 'Vous avez annulé.', money, next: 'Vous pouvez encore payer quand vous voulez.' },
    chain: {
      what: 'Votre portefeuille est sur un autre réseau.',
      money,
      next: 'Changez de réseau dans votre portefeuille et réessayez.',
    },
    declined: {
      what: 'Le paiement a été refusé.',
      money: 'Rien n’a été débité.',
      next: 'Réessayez ou payez autrement.',
    },
    disconnected: {
      what: 'Aucun portefeuille n’est connecté.',
      money,
      next: 'Connectez un portefeuille et réessayez.',
    },
    elsewhere: {
      what: 'C’est payé.',
      money: 'Rien d’autre n’est débité.',
      next: 'Votre achat se trouve là où vous avez de nouveau vérifié.',
    },
    expired: { what: 'L’offre a expiré.', money, next: 'Demandez-en une nouvelle.' },
    failed: { what: 'Le paiement n’a pas pu être fait.', money, next: 'Réessayez.' },
    insecure: {
      what: 'Le vendeur passe par une connexion que d’autres peuvent lire.',
      money,
      next: 'N’y saisissez pas de données de paiement.',
    },
    limit: {
      what: 'C’est au-dessus de votre limite.',
      money,
      next: 'Relevez la limite si vous voulez payer ceci.',
    },
    network: {
      what: 'Le vendeur n’a pas pu être joint.',
      money,
      next: 'Vérifiez votre connexion et réessayez.',
    },
    offer: { what: 'Ceci ne peut pas être payé ici.', money, next: 'Les détails disent pourquoi.' },
    paid: { what: 'Payé.', money: 'Rien d’autre n’est débité.', next: '' },
    payee: {
      what: 'L’argent irait à quelqu’un que nous n’attendions pas.',
      money,
      next: 'Demandez au vendeur avant de réessayer.',
    },
    reverted: {
      what: 'Le paiement n’a pas abouti.',
      money: 'Rien n’a été payé au vendeur, mais le réseau a peut-être prélevé ses frais.',
      next: 'Réessayez ou payez autrement.',
    },
    session: {
      what: 'Cela n’a pas marché.',
      money: 'Pas plus que votre dépôt n’a été payé, et ce qu’il en reste n’est pas perdu.',
      next: 'Réessayez, ou arrêtez et récupérez le reste.',
    },
    undelivered: {
      what: 'C’est payé, mais pas livré.',
      money: 'L’argent est parti.',
      next: 'Ne payez pas de nouveau\u00a0: vérifiez maintenant ou demandez au vendeur.',
    },
    unknown: {
      what: 'Nous ne savons pas encore si c’est payé.',
      money: 'La réponse s’est perdue en route.',
      next: 'Ne payez pas de nouveau\u00a0: vérifiez maintenant, rien d’autre n’est débité.',
    },
    unread: {
      what: 'Votre achat est arrivé, mais n’a pas pu être lu.',
      money: 'Il a été payé une fois.',
      next: 'Réessayez\u00a0: cela ne vous est pas débité.',
    },
    unreadable: {
      what: 'Le vendeur demande le paiement d’une façon que cette page n’a pas le droit de lire.',
      money,
      next: 'Adressez-vous aux responsables de cette page.',
    },
    wallet: {
      what: 'Votre portefeuille n’a pas pu le faire.',
      money,
      next: 'Réessayez ou payez autrement.',
    },
  },
}
