import type { Locale } from '../Locale.js'
import { type Units, unitName } from '../units.js'

const units: Units = {
  token: 'token',
  request: 'solicitud',
  byte: 'byte',
  second: 'segundo',
  minute: 'minuto',
}

const money = 'No se pagó nada.'

export const texts: Locale = {
  tag: 'es',
  asks: 'solicita un pago',
  asksAs: (realm) => `solicita un pago como ${realm}`,
  cancel: 'Cancelar',
  close: 'Cerrar',
  payWith: 'Pagar con',
  wallet: 'Billetera',
  card: 'Tarjeta',
  session: 'Pago por uso',
  subscription: 'Suscripción',
  to: 'Para',
  alsoTo: 'Y para',
  from: 'De',
  yourWallet: 'la billetera conectada',
  fee: 'Comisión de red',
  feeBySeller: 'a cargo del vendedor',
  feeByYou: 'a cargo de quien paga',
  offerEnds: 'La oferta termina',
  endsIn: (time) => `en ${time}`,
  ended: 'terminó',
  asksWallet: 'Se pide una sola confirmación, en la billetera',
  asksCard: (to) =>
    to
      ? `Los datos de la tarjeta van a ${to}, nunca a esta página`
      : 'Los datos de la tarjeta nunca van a esta página',
  asksNothing: 'No se pide nada más',
  details: 'Detalles',
  address: 'Dirección',
  payee: 'Destinatario',
  asset: 'Token',
  method: 'Método',
  realm: 'Ámbito',
  refused: 'No es posible aquí',
  perUnit: (unit) => `por ${unitName(unit, units, 'uso')}`,
  deposit: (amount, most) =>
    `Depósito de ${amount}${most ? `, como máximo ${most}` : ''}. Lo que no se usa se devuelve.`,
  goesOn: (price, unit) => `Más depósito, para seguir a ${price} ${unit}. Lo que no se usa se devuelve.`,
  start: (amount) => (amount ? `Empezar con ${amount}` : 'Empezar'),
  add: (amount) => `Añadir ${amount}`,
  pay: (amount) => (amount ? `Pagar ${amount}` : 'Pagar'),
  tryAgain: (amount) => (amount ? `Reintentar · ${amount}` : 'Reintentar'),
  askAgain: 'No se pagó nada. Para seguir, pedir otra oferta.',
  askAnew: 'Pedir otra oferta',
  lacks: {
    disconnected: 'No hay ninguna billetera conectada.',
    chain: 'La billetera está en otra red.',
    balance: 'No hay saldo suficiente en la billetera.',
    allowance: 'La billetera debe autorizarlo antes.',
    unsupported: 'Esta billetera no puede pagarlo.',
  },
  changed: (before, now) => `El precio cambió: antes ${before}, ahora ${now}.`,
  confirm: 'Confirmar en la billetera',
  sending: 'Pagando…',
  sendingAgain: 'Aún sin respuesta. Preguntando de nuevo…',
  paid: 'Pagado',
  free: 'Nada que pagar',
  checkNow: 'Comprobar ahora',
  checking: 'Comprobando…',
  smallest: (symbol) => `partes mínimas de ${symbol}`,
  unknownToken: 'No conocemos este token.',
  unknownTokenHint: 'Conviene pagar solo si se sabe cuánto vale.',
  says: (who, words) => `${who} dice: «${words}»`,
  notices: {
    authentication: {
      what: 'El banco no pudo confirmar la identidad.',
      money: 'No se cobró nada.',
      next: 'Se puede reintentar o usar otra tarjeta.',
    },
    budget: {
      what: 'Este pago necesita una autorización y no hubo forma de pedirla.',
      money,
      next: 'Conviene consultar a los responsables de esta página.',
    },
    cancelled: { what: 'Pago cancelado.', money, next: 'Se puede pagar en cualquier momento.' },
    chain: {
      what: 'La billetera está en otra red.',
      money,
      next: 'Hay que cambiar de red en la billetera y reintentar.',
    },
    declined: {
      what: 'El pago fue rechazado.',
      money: 'No se cobró nada.',
      next: 'Se puede reintentar o pagar de otra forma.',
    },
    disconnected: {
      what: 'No hay ninguna billetera conectada.',
      money,
      next: 'Hay que conectar una billetera y reintentar.',
    },
    elsewhere: {
      what: 'Esto está pagado.',
      money: 'No se cobra nada más.',
      next: 'Lo comprado está donde se volvió a consultar.',
    },
    expired: { what: 'La oferta terminó.', money, next: 'Hay que pedir una nueva.' },
    failed: { what: 'No se pudo hacer el pago.', money, next: 'Se puede reintentar.' },
    insecure: {
      what: 'El vendedor pide el pago por una conexión que otros pueden leer.',
      money,
      next: 'No conviene escribir datos de pago allí.',
    },
    limit: {
      what: 'Esto supera el límite.',
      money,
      next: 'Para pagarlo hay que subir el límite.',
    },
    network: {
      what: 'No se pudo contactar con el vendedor.',
      money,
      next: 'Conviene revisar la conexión y reintentar.',
    },
    offer: { what: 'Esto no se puede pagar aquí.', money, next: 'Los detalles explican por qué.' },
    paid: { what: 'Pagado.', money: 'No se cobra nada más.', next: '' },
    payee: {
      what: 'El dinero iría a alguien que no esperábamos.',
      money,
      next: 'Antes de reintentar, conviene consultar al vendedor.',
    },
    reverted: {
      what: 'El pago no se completó.',
      money: 'El vendedor no recibió nada, pero la red puede haber cobrado su comisión.',
      next: 'Se puede reintentar o pagar de otra forma.',
    },
    session: {
      what: 'Esto no funcionó.',
      money: 'No se pagó más que el depósito, y lo que queda de él no se pierde.',
      next: 'Se puede reintentar, o detener y recuperar el resto.',
    },
    undelivered: {
      what: 'Esto se pagó, pero no se entregó.',
      money: 'El dinero ya salió.',
      next: 'No hay que pagar otra vez: se puede comprobar ahora o consultar al vendedor.',
    },
    unknown: {
      what: 'Todavía no sabemos si esto se pagó.',
      money: 'La respuesta se perdió en el camino.',
      next: 'No hay que pagar otra vez: se puede comprobar ahora y no se cobra nada más.',
    },
    unread: {
      what: 'Lo comprado llegó, pero no se pudo leer.',
      money: 'Se pagó una sola vez.',
      next: 'Se puede reintentar sin que se cobre nada.',
    },
    unreadable: {
      what: 'El vendedor pide el pago de un modo que esta página no puede leer.',
      money,
      next: 'Conviene consultar a los responsables de esta página.',
    },
    wallet: {
      what: 'La billetera no pudo hacerlo.',
      money,
      next: 'Se puede reintentar o pagar de otra forma.',
    },
  },
}
