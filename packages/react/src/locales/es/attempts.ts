import type { AttemptTexts } from '../attemptTexts.js'

export const attempts: AttemptTexts = {
  payments: 'Pagos abiertos',
  about: (amount, time, host) => `${amount} · ${time} · ${host}`,
  unknown: ({ amount, who, deposit }) =>
    deposit
      ? `Todavía no sabemos si el depósito de ${amount} para ${who} se hizo.`
      : `Todavía no sabemos si el pago de ${amount} a ${who} se hizo.`,
  unknownNext:
    'La respuesta se perdió en el camino. Antes de pagar, conviene volver a consultar: no se cobra nada por ello.',
  stillUnknown: (time) => `Aún sin respuesta. No se cobró nada más. Próxima consulta: ${time}.`,
  undelivered: ({ amount, who, deposit }) =>
    deposit
      ? `El depósito de ${amount} para ${who} se hizo, pero no dio nada a cambio.`
      : `El pago de ${amount} a ${who} se hizo, pero no hubo entrega.`,
  undeliveredNext: 'No hay que pagar otra vez: se puede obtener con el pago ya hecho.',
  stillUndelivered: (time) =>
    `Aún sin entrega. No se cobró nada más. Próximo intento: ${time}. También se puede consultar al vendedor.`,
  looking: 'Consultando…',
  delivered: ({ amount, who, deposit }) => ({
    what: 'Aquí está.',
    next: deposit
      ? `El depósito de ${amount} se hizo una sola vez.`
      : `El pago de ${amount} a ${who} se hizo una sola vez.`,
  }),
  unshown: {
    what: 'Llegó, pero no se pudo mostrar.',
    next: 'Se pagó una sola vez, y volver a mostrarlo no cuesta nada.',
  },
  declined: { what: 'No se pagó nada.', next: 'Se puede comprar de nuevo.' },
  settled: { what: 'Esto ya está resuelto.', next: 'No se cobró nada más.' },
  gaveUp: ({ amount }) => ({
    what: 'Abandonado.',
    next: `Si se pagaron ${amount}, quedan pagados. Se puede comprar de nuevo.`,
  }),
  stays: 'No se pudo abandonar en este momento. No se cobró nada. Se puede reintentar enseguida.',
  look: 'Volver a consultar',
  get: 'Obtener',
  show: 'Mostrar de nuevo',
  more: 'Si no se resuelve',
  giveUp: 'Abandonar',
  giveUpSure: 'Sí, abandonar',
  keep: 'Conservar',
  giveUpMeans:
    'Ya nadie lo consultará, y lo mismo se podrá comprar de nuevo. Lo que se haya pagado queda pagado.',
}
