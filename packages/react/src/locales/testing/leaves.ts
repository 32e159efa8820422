// Every text of a language, one by one, with samples of what its functions are given.

type Call = { readonly args: readonly unknown[]; readonly shown: readonly string[] }

const attempt = { amount: '$7.77', who: 'Photos Inc.' }
const host = 'photos.example'
const span = '24 hours'
const of = (...args: readonly string[]): Call => ({ args, shown: args })
export const units = ['token', 'request', 'byte', 'second', 'minute', 'constructor']
export const counts = [0, 1, 2, 1_200, 1_000_000]
const digits = (count: number) => String(count).replace(/^1$/, '')
const attempts = [false, true].map((deposit) => ({
  args: [{ ...attempt, deposit }],
  shown: ['$7.77', attempt.who],
}))
const limits = [
  { args: [{ amount: '$7.77', per: 'payment', span: undefined, host: undefined }], shown: [] },
  { args: [{ amount: '$7.77', per: 'payment', span: undefined, host }], shown: [host] },
  { args: [{ amount: '$7.77', per: 'origin', span, host: undefined }], shown: [span] },
  { args: [{ amount: '$7.77', per: 'origin', span: undefined, host }], shown: [host] },
  { args: [{ amount: '$7.77', per: 'all', span, host: undefined }], shown: [span] },
  { args: [{ amount: '$7.77', per: 'all', span: undefined, host: undefined }], shown: [] },
]

/** Every text that is a function, with what it is called with and what has to be in it then. */
const calls: { readonly [path: string]: readonly Call[] } = {
  asksAs: [of('A realm')],
  endsIn: [of('4:32')],
  asksCard: [of('Stripe'), { args: [undefined], shown: [] }],
  perUnit: [of('widget'), ...[undefined, ...units].map((unit) => ({ args: [unit], shown: [] }))],
  deposit: [of('$7.77', '$9.99'), { args: ['$7.77', undefined], shown: ['$7.77'] }],
  goesOn: [of('$0.01', 'per widget')],
  start: [of('$7.77'), { args: [undefined], shown: [] }],
  add: [of('$7.77')],
  pay: [of('$7.77'), { args: [undefined], shown: [] }],
  tryAgain: [of('$7.77'), { args: [undefined], shown: [] }],
  changed: [of('$7.77', '$9.99')],
  smallest: [of('TKN')],
  says: [of(host, 'No points.')],
  'sessions.spentAt': [of(host)],
  'sessions.stopped': [of('$7.77')],
  'sessions.authorized': [of('$7.77')],
  'sessions.deposit': [of('$7.77')],
  'sessions.bar': [of('$7.77', '$9.99')],
  'sessions.sure': [of('$7.77', '$9.99')],
  'sessions.withdrawIn': [of('4:32')],
  'sessions.left': [of('$7.77')],
  'sessions.cameBack': [of('$7.77')],
  'sessions.used': [of('$7.77')],
  'subscriptions.each': [
    { args: ['30 days', 'day', 30], shown: ['30'] },
    { args: ['2 weeks', 'week', 2], shown: ['2'] },
    { args: ['3 months', 'month', 3], shown: ['3'] },
    ...(['second', 'day', 'week', 'month'] as const).map((unit) => ({
      args: [`1 ${unit}`, unit, 1],
      shown: [],
    })),
  ],
  'subscriptions.recurs': [
    of('21 Dec 2026', '1 Jan 2030', '$43.00'),
    { args: [undefined, '1 Jan 2030', '$43.00'], shown: ['1 Jan 2030', '$43.00'] },
    { args: ['21 Dec 2026', undefined, '$12.00'], shown: ['21 Dec 2026', '$12.00'] },
  ],
  'subscriptions.subscribeFor': [of('$7.77', 'every 30 days')],
  'subscriptions.price': [of('$7.77', 'every 30 days')],
  'subscriptions.nextOn': [of('21 Dec 2026')],
  'subscriptions.endsOn': [of('21 Dec 2026')],
  'subscriptions.endedOn': [of('21 Dec 2026')],
  'attempts.about': [of('$7.77', '3:00', host)],
  'attempts.unknown': attempts,
  'attempts.stillUnknown': [of('3:00')],
  'attempts.undelivered': attempts,
  'attempts.stillUndelivered': [of('3:00')],
  'attempts.delivered': attempts.map(({ args }) => ({ args, shown: ['$7.77'] })),
  'attempts.gaveUp': attempts.map(({ args }) => ({ args, shown: ['$7.77'] })),
  'budget.title': limits,
  'budget.limit': limits.map(({ args, shown }) => ({ args, shown: ['$7.77', ...shown] })),
  'budget.upTo': [of('$7.77')],
  'budget.remember': [of(host)],
  'budget.rememberUpTo': [
    { args: [{ amount: '$7.77', daily: '$9.99', span }], shown: ['$7.77', '$9.99', span] },
  ],
  'budget.used': [span, undefined].map((span) => ({
    args: [{ spent: '$1.11', amount: '$7.77', left: '$6.66', span }],
    shown: ['$1.11', '$7.77', '$6.66', span ?? ''],
  })),
  'budget.usedAt': [of(host, '$7.77')],
  'budget.comesFree': [of('$7.77', '3:00')],
  'budget.moreSites': counts.map((count) => ({ args: [count], shown: [digits(count)] })),
  'budget.amountIn': [of('USD')],
  'budget.asks': [of('$7.77 a day')],
  'budget.asksWithout': [of('$7.77 a day')],
  'budget.before': [of('$7.77')],
  'receipts.found': counts.map((count) => ({ args: [count, 3], shown: [digits(count), '3'] })),
  'receipts.nothing': [of('a word')],
  'receipts.saved': counts.map((count) => ({ args: [count, 'a.csv'], shown: [String(count), 'a.csv'] })),
  'receipts.more': counts.map((count) => ({ args: [count], shown: [String(count)] })),
  'receipts.about': [{ args: [['A photo', '3:00']], shown: ['A photo', '3:00'] }],
  'receipts.cameBack': [of('$7.77')],
  'cards.paid': [of('$7.77')],
  'cards.changed': [of('$7.77', '$9.99')],
  'diagnosis.clock': [
    ...[true, false].map((isFast) => ({ args: [span, isFast], shown: [span] })),
    { args: [undefined, true], shown: [] },
  ],
  'paywall.unlock': [of('$7.77'), { args: [undefined], shown: [] }],
  'paywall.unlocked': [of('$7.77'), { args: [undefined], shown: [] }],
  'wallets.connectTo': [of('MetaMask')],
}

export type Leaf = { readonly path: string; readonly text: string; readonly shown: readonly string[] }

/** Every text of a language; of functions, what each call gives. */
export function leavesOf(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value === 'string') return [{ path, text: value, shown: [] }]
  if (typeof value !== 'function')
    return Object.entries(value ?? {}).flatMap(([name, inner]) =>
      leavesOf(inner, path ? `${path}.${name}` : name),
    )
  const known = calls[path]
  if (!known) throw new Error(`Nothing here says what ${path} is called with.`)
  return known.map(({ args, shown }, at) => {
    const said: unknown = value(...args)
    const text = typeof said === 'string' ? said : Object.values(said ?? {}).join(' ')
    return { path: `${path}(${at})`, text, shown }
  })
}

/** The text that a leaf is of, whatever it was called with. */
export const nameOf = ({ path }: Leaf) => path.replace(/\(\d+\)$/, '')
export const told = (leaves: readonly Leaf[]) => leaves.map(({ path, text }) => `${path}: ${text}`)
