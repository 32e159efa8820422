import type { AttemptTexts } from '../attemptTexts.js'

export const attempts: AttemptTexts = {
  payments: 'Paiements en suspens',
  about: (amount, time, host) => `${amount} · ${time} · ${host}`,
  unknown: ({ amount, who, deposit }) =>
    deposit
      ? `Nous ne savons pas encore si votre dépôt de ${amount} pour ${who} est fait.`
      : `Nous ne savons pas encore si le paiement de ${amount} à ${who} est fait.`,
  unknownNext:
    'La réponse s’est perdue en route. Vérifiez avant de payer\u00a0: rien n’est débité pour cela.',
  stillUnknown: (time) =>
    `Toujours pas de réponse. Rien de plus n’a été débité. Prochaine vérification\u00a0: ${time}.`,
  undelivered: ({ amount, who, deposit }) =>
    deposit
      ? `Votre dépôt de ${amount} pour ${who} est fait, mais n’a rien donné.`
      : `Vous avez payé ${amount} à ${who}, mais rien n’a été livré.`,
  undeliveredNext: 'Ne payez pas de nouveau\u00a0: récupérez votre achat avec le paiement déjà fait.',
  stillUndelivered: (time) =>
    `Toujours pas livré. Rien de plus n’a été débité. Prochain essai\u00a0: ${time}. Ou demandez au vendeur.`,
  looking: 'Vérification…',
  delivered: ({ amount, who, deposit }) => ({
    what: 'Le voici.',
    next: deposit
      ? `Votre dépôt de ${amount} est fait, une seule fois.`
      : `Le paiement de ${amount} à ${who} est fait, une seule fois.`,
  }),
  unshown: {
    what: 'Votre achat est là, mais n’a pas pu être affiché.',
    next: 'Il a été payé une fois, et l’afficher de nouveau ne coûte rien.',
  },
  declined: { what: 'Rien n’a été payé.', next: 'Vous pouvez l’acheter de nouveau.' },
  settled: { what: 'C’est déjà réglé.', next: 'Rien de plus n’a été débité.' },
  gaveUp: ({ amount }) => ({
    what: 'Abandonné.',
    next: `Si ${amount} ont été payés, ils le restent. Vous pouvez l’acheter de nouveau.`,
  }),
  stays: 'L’abandon n’a pas été possible pour l’instant. Rien n’a été débité. Réessayez dans un moment.',
  look: 'Vérifier de nouveau',
  get: 'Obtenir',
  show: 'Afficher de nouveau',
  more: 'Si rien n’aboutit',
  giveUp: 'Abandonner',
  giveUpSure: 'Oui, abandonner',
  keep: 'Garder',
  giveUpMeans:
    'Plus personne ne vérifie, et la même chose peut être achetée de nouveau. Ce qui a été payé reste payé.',
}
