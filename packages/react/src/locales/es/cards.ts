import type { CardTexts } from '../cardTexts.js'

const money = 'No se cobró nada.'

export const cards: CardTexts = {
  form: 'Pagar con tarjeta',
  loading: 'El formulario de la tarjeta se está cargando.',
  validating: 'Comprobando la tarjeta…',
  confirm: 'Confirmar con el banco…',
  gettingOffer: 'Pidiendo otra oferta…',
  hint: 'Se cobra una sola vez, al pulsar Pagar.',
  free: 'No quedaba nada por pagar.',
  paid: (amount) => `Se pagaron ${amount}.`,
  blocked: {
    what: 'No se pudo cargar el formulario de la tarjeta.',
    money,
    next: 'Puede que un bloqueador de anuncios o una red restrictiva bloquee js.stripe.com. Hay que permitirlo y volver a intentarlo.',
  },
  invalid: { what: 'Hay que revisar los datos de la tarjeta.', money, next: '' },
  noCard: { what: 'Esto no se puede pagar con tarjeta.', money, next: 'Se puede pagar de otra forma.' },
  ended: { what: 'La oferta terminó.', money, next: '' },
  noNewOffer: {
    what: 'No se pudo obtener otra oferta.',
    money,
    next: 'Conviene revisar la conexión y reintentar.',
  },
  stillUnknown: {
    what: 'Seguimos sin saber si esto se pagó.',
    money: 'El vendedor no lo dice.',
    next: 'No hay que pagar otra vez: se puede comprobar de nuevo enseguida y no se cobra nada más.',
  },
  changed: (before, now) => ({
    what: `El precio cambió de ${before} a ${now}.`,
    money,
    next: 'Conviene pagar solo si se está de acuerdo.',
  }),
  otherPayee: {
    what: 'El dinero iría ahora a otra persona.',
    money,
    next: 'Antes de pagar, conviene consultar al vendedor.',
  },
  declines: {
    declined: {
      what: 'La tarjeta fue rechazada.',
      money,
      next: 'Se puede usar otra tarjeta o consultar al banco.',
    },
    insufficient_funds: {
      what: 'No hay suficiente dinero en la tarjeta.',
      money,
      next: 'Se puede usar otra tarjeta.',
    },
    expired_card: { what: 'La tarjeta venció.', money, next: 'Se puede usar otra tarjeta.' },
    incorrect_cvc: {
      what: 'El código de seguridad de la tarjeta no es correcto.',
      money,
      next: 'Hay que revisarlo y reintentar.',
    },
    incorrect_number: {
      what: 'El número de la tarjeta no es correcto.',
      money,
      next: 'Hay que revisarlo y reintentar.',
    },
    processing_error: {
      what: 'El banco no pudo procesar la tarjeta.',
      money,
      next: 'Se puede reintentar enseguida.',
    },
  },
}
