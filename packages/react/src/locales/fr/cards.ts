import type { CardTexts } from '../cardTexts.js'

const money = 'Rien n’a été débité.'

export const cards: CardTexts = {
  form: 'Payer par carte',
  loading: 'Le formulaire de carte se charge.',
  validating: 'Vérification de la carte…',
  confirm: 'Confirmez avec la banque…',
  gettingOffer: 'Demande d’une autre offre…',
  hint: 'Le débit se fait une seule fois, quand vous appuyez sur Payer.',
  free: 'Il ne restait rien à payer.',
  paid: (amount) => `${amount} payés.`,
  blocked: {
    what: 'Le formulaire de carte n’a pas pu être chargé.',
    money,
    next: 'Un bloqueur de publicité ou un réseau restrictif bloque peut-être js.stripe.com. Autorisez-le, puis réessayez.',
  },
  invalid: { what: 'Vérifiez les données de la carte.', money, next: '' },
  noCard: { what: 'Ceci ne peut pas être payé par carte.', money, next: 'Payez autrement.' },
  ended: { what: 'L’offre a expiré.', money, next: '' },
  noNewOffer: {
    what: 'Une nouvelle offre n’a pas pu être obtenue.',
    money,
    next: 'Vérifiez votre connexion et réessayez.',
  },
  stillUnknown: {
    what: 'Nous ne savons toujours pas si c’est payé.',
    money: 'Le vendeur ne le dit pas.',
    next: 'Ne payez pas de nouveau\u00a0: revérifiez dans un moment, rien d’autre n’est débité.',
  },
  changed: (before, now) => ({
    what: `Le prix est passé de ${before} à ${now}.`,
    money,
    next: 'Ne payez que si cela vous convient.',
  }),
  otherPayee: {
    what: 'L’argent irait maintenant à quelqu’un d’autre.',
    money,
    next: 'Demandez au vendeur avant de payer.',
  },
  declines: {
    declined: {
      what: 'Votre carte a été refusée.',
      money,
      next: 'Essayez une autre carte ou demandez à votre banque.',
    },
    insufficient_funds: {
      what: 'Il n’y a pas assez d’argent sur votre carte.',
      money,
      next: 'Essayez une autre carte.',
    },
    expired_card: { what: 'Votre carte a expiré.', money, next: 'Essayez une autre carte.' },
    incorrect_cvc: {
      what: 'Le code de sécurité de votre carte est faux.',
      money,
      next: 'Vérifiez-le et réessayez.',
    },
    incorrect_number: {
      what: 'Le numéro de votre carte est faux.',
      money,
      next: 'Vérifiez-le et réessayez.',
    },
    processing_error: {
      what: 'Votre banque n’a pas pu traiter la carte.',
      money,
      next: 'Réessayez dans un moment.',
    },
  },
}
