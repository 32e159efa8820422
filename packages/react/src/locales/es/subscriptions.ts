import type { SubscriptionTexts } from '../subscriptionTexts.js'

const singles = { second: 'por segundo', day: 'al día', week: 'a la semana', month: 'al mes' }

export const subscriptions: SubscriptionTexts = {
  subscriptions: 'Suscripciones',
  none: 'Aquí no hay suscripciones.',
  kind: 'Suscripción',
  each: (span, unit, count) => (count === 1 ? singles[unit] : `cada ${span}`),
  recurs: (next, ends, total) =>
    `${next ? `Próximo cobro: ${next}. ` : ''}${ends ? `Termina: ${ends}. Como máximo ${total} en total.` : `Sigue hasta que se cancele con el vendedor. Como máximo ${total} en el primer año.`}`,
  already: 'Ya hay una suscripción como esta con este vendedor.',
  subscribe: 'Suscribirse',
  subscribeFor: (price, each) => `Suscribirse · ${price} ${each}`,
  price: (amount, each) => `${amount} ${each}`,
  states: {
    active: 'Activa',
    cancelling: 'Cancelando…',
    cancelled: 'Cancelada',
    expired: 'Terminada',
    unknown: 'Aún no se sabe',
  },
  nextOn: (date) => `Próximo cobro: ${date}.`,
  nextNow: 'El próximo cobro puede llegar en cualquier momento.',
  noNext: 'No habrá más cobros.',
  endsOn: (date) => `Termina: ${date}.`,
  cancelled: 'El vendedor ya no puede cobrar nada más.',
  endedOn: (date) => `Terminó: ${date}. El vendedor ya no puede cobrar nada más.`,
  unknown:
    'La suscripción se aceptó y la red aún no la muestra. Hasta ahora no se ha cobrado nada. Si el vendedor la activa más tarde, se podrá cancelar aquí.',
  cancelling: 'Falta confirmar en la billetera. Después tarda un momento.',
  cancel: 'Cancelar suscripción',
  sure: 'A partir de entonces el vendedor no puede cobrar nada más. Lo pagado queda pagado.',
  cancelSure: 'Sí, cancelarla',
  keep: 'Mantenerla',
  forget: 'Quitar de la lista',
  errors: {
    no: 'Se rechazó en la billetera. La suscripción continúa.',
    unconfirmed:
      'La red aún no muestra la cancelación. Conviene mirar de nuevo en un momento; cancelar otra vez no hace daño.',
    account: 'La aceptó otra cuenta. Hay que conectarla en la billetera e intentarlo de nuevo.',
    absent: 'El vendedor aún no la ha activado, así que no hay nada que cancelar. No se ha cobrado nada.',
    chain:
      'La billetera está desconectada o en otra red. La suscripción continúa. Hay que conectarla e intentarlo de nuevo.',
    failed: 'No ha funcionado. La suscripción continúa como antes. Se puede intentar de nuevo.',
  },
}
