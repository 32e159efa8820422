import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { usageSays } from '../components/budget.js'
import { de } from './de/index.js'
import { en } from './en/index.js'
import { es } from './es/index.js'
import { fr } from './fr/index.js'
import { ja } from './ja/index.js'
import type { FullLocale } from './Locale.js'
import { counts, leavesOf, nameOf, told, units } from './testing/leaves.js'
import { zh } from './zh/index.js'

const locales = { en, de, es, fr, ja, zh }

/** Texts that are the same in English, and are right so. */
const same: { readonly [name: string]: readonly string[] } = {
  de: ['asset', 'budget.budget', 'details', 'endsIn', 'wallet'],
  es: ['asset'],
  fr: ['budget.budget'],
  ja: [],
  zh: [],
}
// There is no word in them: an amount, a time and a host, or nothing at all.
const wordless = new Set([
  ...['attempts.about', 'budget.usedAt', 'subscriptions.price', 'receipts.about'],
  ...['notices.paid.next', 'cards.invalid.next', 'cards.ended.next'],
])
const buttons = new Set([
  ...['cancel', 'close', 'start', 'add', 'pay', 'tryAgain', 'askAnew', 'paid', 'free', 'checkNow'],
  ...[
    'checking',
    'details',
    'wallet',
    'card',
    'session',
    'sessions.stop',
    'sessions.stopSure',
    'sessions.keep',
  ],
  ...['sessions.again', 'sessions.takeBack', 'sessions.withdraw', 'sessions.withdrawIn', 'sessions.forget'],
  ...[
    'attempts.look',
    'attempts.get',
    'attempts.show',
    'attempts.looking',
    'attempts.giveUp',
    'attempts.keep',
  ],
  ...['attempts.giveUpSure', 'budget.change', 'budget.remove', 'budget.clear', 'budget.add', 'budget.save'],
  ...['budget.yes', 'budget.yesRemove', 'budget.no', 'receipts.all', 'receipts.csv', 'receipts.json'],
  ...['receipts.more', 'receipts.show', 'receipts.showing', 'cards.validating', 'cards.confirm'],
  ...['cards.gettingOffer', 'sending', 'subscriptions.subscribe'],
  ...['subscriptions.cancel', 'subscriptions.cancelSure', 'subscriptions.keep', 'subscriptions.forget'],
  ...['diagnosis.secure', 'paywall.unlock', 'wallets.connect', 'wallets.connectTo', 'wallets.fund'],
  ...['wallets.switchNetwork', 'wallets.approve', 'wallets.another', 'wallets.waiting'],
])
const jargon =
  /\b(gas|nonces?|spt|vouchers?|eip|gutschein\w*|bons?)\b|ガス|バウチャー|燃料|凭证|代金券|0x[0-9a-f]{7,}/i
/** Quotation marks of other languages, and what a typewriter would write. */
const foreign: { readonly [name: string]: RegExp } = {
  en: /["„«»「」]|\.\.\./,
  de: /["”«»「」’']|\.\.\./,
  es: /["“”„「」’']|\.\.\./,
  fr: /["“”„「」']|\.\.\.|[^\u00a0][:;?!»]|«[^\u00a0]/,
  ja: /["“”„«»’']|\.\.\.|[,.](?!\d|csv|example|stripe|com)/,
  zh: /["„«»「」’']|\.\.\.|[,.](?!\d|csv|example|stripe|com)/,
}
// What others wrote, which is put into a text as it is.
const given = /Photos Inc\.|No points\.|3:00|4:32|\$1\.11/g

const plain = (text: string) => text.replace(/[\s\u00a0\u202f.,]/g, '')

describe.each(Object.entries(locales))('%s', (name, locale) => {
  const leaves = leavesOf(locale)

  test('every text is there, and shows what it is given', () => {
    // Of what is lacking core speaks itself in English, and says more.
    const own = leaves.filter(({ path }) => !path.startsWith('lacks.'))
    expect(leaves.length - own.length).toBe(name === 'en' ? 0 : 5)
    expect(own.map(({ path }) => path).sort()).toEqual(
      leavesOf(en)
        .map(({ path }) => path)
        .sort(),
    )
    const silent = leaves.filter(
      ({ text, shown }) => !shown.every((each) => plain(text).includes(plain(each))),
    )
    expect(told(silent)).toEqual([])
    const broken = leaves.filter(({ text }) => /undefined|function|\[object|#|NaN|^\s|\s$| {2}/.test(text))
    expect(told(broken)).toEqual([])
    const empty = leaves.filter(({ text }) => text === '')
    expect(empty.every((leaf) => wordless.has(nameOf(leaf)))).toBe(true)
  })

  test('it speaks to people, in the marks of its language', () => {
    expect(told(leaves.filter(({ text }) => jargon.test(text)))).toEqual([])
    const odd = leaves.filter(({ text }) => foreign[name]?.test(text.replace(given, '')))
    expect(told(odd)).toEqual([])
  })

  test('nothing is too long for its place', () => {
    const wide = leaves.filter((leaf) => buttons.has(nameOf(leaf)) && leaf.text.length > 28)
    expect(told(wide)).toEqual([])
    const long = leaves.filter(({ text }) =>
      text.split(/(?<=[.!?。？])\s*/).some((sentence) => sentence.length > 140),
    )
    expect(told(long)).toEqual([])
    expect([...buttons].filter((each) => !leaves.some((leaf) => nameOf(leaf) === each))).toEqual([])
  })

  test('the language is one that Intl knows', () => {
    expect(Intl.getCanonicalLocales(locale.tag)).toEqual([locale.tag])
    expect(Intl.NumberFormat.supportedLocalesOf(locale.tag)).toEqual([locale.tag])
  })

  test('what stands side by side in the meter has different names', () => {
    for (const unit of [undefined, ...units])
      for (const back of [locale.sessions.back, locale.sessions.came]) {
        const names = [locale.perUnit(unit), locale.sessions.perMinute, back]
        expect(new Set(names).size).toBe(names.length)
      }
  })
})

test.each(Object.entries(locales).filter(([name]) => name !== 'en'))(
  '%s: English is left only where it is right',
  (name, locale) => {
    const english = new Map(leavesOf(en).map(({ path, text }) => [path, text]))
    const left = leavesOf(locale).filter(({ path, text }) => english.get(path) === text)
    const names = new Set(left.map(nameOf))
    expect([...names].filter((each) => !wordless.has(each)).sort()).toEqual(same[name])
  },
)

test('plurals and digits are those of the language', () => {
  const more = (locale: FullLocale) => counts.map((count) => locale.receipts.saved(count, 'a'))
  expect(more(en)).toEqual([
    '0 receipts in a.',
    '1 receipt in a.',
    '2 receipts in a.',
    '1,200 receipts in a.',
    '1,000,000 receipts in a.',
  ])
  expect(more(de)).toEqual([
    '0 Belege in a.',
    '1 Beleg in a.',
    '2 Belege in a.',
    '1.200 Belege in a.',
    '1.000.000 Belege in a.',
  ])
  expect(more(es)).toEqual([
    '0 recibos en a.',
    '1 recibo en a.',
    '2 recibos en a.',
    '1200 recibos en a.',
    '1.000.000 de recibos en a.',
  ])
  expect(more(fr)).toEqual([
    ...['0 reçu dans a.', '1 reçu dans a.', '2 reçus dans a.'],
    ...['1\u202f200 reçus dans a.', '1\u202f000\u202f000 de reçus dans a.'],
  ])
  expect(more(ja)[3]).toBe('領収書 1,200 件を a に保存しました。')
  expect(more(zh)[3]).toBe('1,200 张收据已存入 a。')
})

test('times and amounts are those of the language', () => {
  const now = new Date(2026, 0, 31, 15, 5).getTime()
  const limit = { currency: 'usd', amount: '1.5', per: 'all', period: 604_800_000 } as const
  const usage = { limit, spent: '0.25', left: '1.25', origin: undefined, frees: { amount: '0.25', at: now } }
  const says = ({ budget, tag }: FullLocale) => usageSays(usage, budget, tag, now).replace(/\s/g, ' ')
  expect(says(de)).toBe(
    '0,25 $ von 1,50 $ (letzte 7 Tage); noch 1,25 $. Davon sind 0,25 $ ab 15:05 wieder frei.',
  )
  expect(says(fr)).toContain('0,25 $US sur 1,50 $US en 7 jours')
  expect(says(ja)).toContain('直近 7 日で $1.50 のうち $0.25 を使用')
  expect(says(zh)).toContain('最近 7天已用 US$0.25')
})

test('no page carries a language that it does not import', () => {
  const source = new URL('..', import.meta.url).pathname
  const entries = [
    'index',
    'session/index',
    'subscription/index',
    'attempts/index',
    'budget/index',
    'receipts/index',
    'paywall/index',
    'diagnosis/index',
    'wallet/wagmi',
    'stripe/index',
  ]
  for (const entry of entries)
    expect([...modulesOf(`${source}${entry}.ts`)].filter((file) => /locales\/..\//.test(file))).toEqual([])
  for (const name of Object.keys(locales).filter((each) => each !== 'en')) {
    const files = [...modulesOf(`${source}locales/${name}/index.ts`)].map((file) => file.replace(source, ''))
    const beside = files.filter((file) => !file.startsWith(`locales/${name}/`))
    expect(beside.sort()).toEqual(['locales/counted.ts', 'locales/units.ts'])
  }
})

/** The files that are loaded with one. */
function modulesOf(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found
  found.add(file)
  const named = /^(?:import|export)\s+(?!type\b)[^;'"]*?from '(\..+?)\.js'|^import '(\..+?)\.js'/gm
  for (const [, from, alone] of readFileSync(file, 'utf8').matchAll(named)) {
    const path = join(dirname(file), from ?? alone ?? '')
    modulesOf(existsSync(`${path}.tsx`) ? `${path}.tsx` : `${path}.ts`, found)
  }
  return found
}
