import type { SubscriptionTexts } from '../subscriptionTexts.js'

const singles = { second: 'seconde', day: 'jour', week: 'semaine', month: 'mois' }

export const subscriptions: SubscriptionTexts = {
  subscriptions: 'Abonnements',
  none: 'Il n’y a aucun abonnement ici.',
  kind: 'Abonnement',
  each: (span, unit, count) =>
    count === 1 ? `par ${singles[unit]}` : `${/day|month/.test(unit) ? 'tous' : 'toutes'} les ${span}`,
  recurs: (next, ends, total) =>
    `${next ? `Prochain prélèvement le ${next}. ` : ''}${ends ? `Se termine le ${ends}. ${total} au maximum en tout.` : `Continue jusqu’à sa résiliation chez le vendeur. ${total} au maximum la première année.`}`,
  already: 'Vous avez déjà un abonnement de ce type chez ce vendeur.',
  subscribe: 'S’abonner',
  subscribeFor: (price, each) => `S’abonner · ${price} ${each}`,
  price: (amount, each) => `${amount} ${each}`,
  states: {
    active: 'Actif',
    cancelling: 'Résiliation…',
    cancelled: 'Résilié',
    expired: 'Terminé',
    unknown: 'Pas encore connu',
  },
  nextOn: (date) => `Prochain prélèvement le ${date}.`,
  nextNow: 'Le prochain prélèvement peut arriver à tout moment.',
  noNext: 'Il n’y aura plus de prélèvement.',
  endsOn: (date) => `Se termine le ${date}.`,
  cancelled: 'Le vendeur ne peut plus rien prélever.',
  endedOn: (date) => `Il s’est terminé le ${date}. Le vendeur ne peut plus rien prélever.`,
  unknown:
    'Vous avez accepté, mais le réseau ne le montre pas encore. Rien n’a été prélevé jusqu’ici. Si le vendeur le met tout de même en place, vous pourrez le résilier ici.',
  cancelling: 'Confirmez dans votre portefeuille. Cela prend ensuite un instant.',
  cancel: 'Résilier l’abonnement',
  sure: 'Le vendeur ne pourra alors plus rien prélever. Ce que vous avez payé reste payé.',
  cancelSure: 'Oui, le résilier',
  keep: 'Le garder',
  forget: 'Retirer de la liste',
  errors: {
    no: 'Vous avez refusé dans votre portefeuille. L’abonnement continue.',
    unconfirmed:
      'Le réseau ne montre pas encore la résiliation. Regardez à nouveau dans un instant ; résilier une seconde fois est sans risque.',
    account: 'Un autre compte a accepté cet abonnement. Connectez-le dans votre portefeuille et réessayez.',
    absent: 'Le vendeur ne l’a pas encore mis en place, il n’y a donc rien à résilier. Rien n’a été prélevé.',
    chain:
      'Votre portefeuille est déconnecté ou sur un autre réseau. L’abonnement continue. Connectez-le et réessayez.',
    failed: 'Cela n’a pas fonctionné. L’abonnement continue comme avant. Réessayez.',
  },
}
