import type { BudgetTexts, LimitWords } from '../budgetTexts.js'
import { counted } from '../counted.js'

const where = ({ per, host }: LimitWords) =>
  host ? `en ${host}` : per === 'origin' ? 'en cada sitio' : 'en todos los sitios juntos'

export const budget: BudgetTexts = {
  budget: 'Presupuesto',
  means: 'Lo que cabe en todo esto se paga sin preguntar. Para todo lo demás se pregunta.',
  none: 'Se pregunta antes de cada pago.',
  unreadable:
    'Los límites no se pudieron leer, así que se pregunta antes de cada pago. Hay que volver a fijarlos.',
  unavailable: 'Este navegador no guarda límites, así que se pregunta antes de cada pago.',
  title: (words) => {
    if (words.per === 'payment') return words.host ? `Cada pago en ${words.host}` : 'Cada pago'
    const place = where(words).replace('en', 'En')
    return words.span ? `${place}, cada ${words.span}` : place
  },
  limit: (words) => {
    if (words.per === 'payment') return `${words.amount} por pago${words.host ? ` en ${words.host}` : ''}`
    return `${words.amount} ${words.span ? `cada ${words.span}` : 'en total'} ${where(words)}`
  },
  upTo: (amount) => `Hasta ${amount}.`,
  used: ({ spent, amount, left, span }) =>
    `${spent} de ${amount} ${span ? `en ${span}` : 'hasta ahora'}; quedan ${left}.`,
  usedAt: (host, used) => `${host}: ${used}`,
  comesFree: (amount, time) => `De ello se liberan ${amount} (${time}).`,
  moreSites: (count) => counted(count, 'es', { one: 'Y otro sitio.', other: 'Y otros # sitios.' }),
  change: 'Cambiar',
  remove: 'Quitar',
  clear: 'Preguntar siempre',
  add: 'Añadir un límite',
  save: 'Guardar',
  amountIn: (unit) => `Importe en ${unit}`,
  kind: 'Para',
  asks: (limit) => `¿Pagar hasta ${limit} sin preguntar?`,
  asksWithout: (limit) => `Sin «${limit}» se paga más sin preguntar.`,
  before: (amount) => `Hasta ahora son ${amount}.`,
  beforeAsked: 'Hasta ahora se pregunta.',
  alsoHold: 'Lo que también rige:',
  yes: 'Sí, sin preguntar',
  yesRemove: 'Sí, quitarlo',
  no: 'No, dejarlo así',
  raised: 'Rige desde ahora.',
  lowered: 'Es más bajo desde ahora.',
  removed: 'El límite se quitó.',
  cleared: 'Ahora se pregunta antes de cada pago.',
  stays: 'Todo queda como estaba.',
  remember: (host) => `No volver a preguntar en ${host}`,
  rememberUpTo: ({ amount, daily, span }) => `hasta ${amount} por pago y ${daily} en ${span}`,
  errors: {
    amount: 'Hay que escribirlo con cifras y un punto, por ejemplo 0.50.',
    limit: 'Esto no puede ser un límite.',
    changed: 'Los límites cambiaron entretanto, quizá en otra pestaña. Conviene revisarlos y reintentar.',
    gone: 'Este límite ya no existe.',
    notKept: 'Este navegador no pudo guardar el cambio. No se paga más que antes sin preguntar.',
    failed: 'Eso no funcionó. No se paga más que antes sin preguntar.',
  },
}
