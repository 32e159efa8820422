import { cardOf, hash, paidOf } from '@payerkit/testing/screens'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { en } from '../locales/en.js'
import { dateOf, daysOf } from './days.js'
import { fold, search } from './search.js'
import { receiptOf } from './testing/receipt.js'

const now = new Date(2025, 5, 15, 12).getTime()
const hour = 3_600_000
const photo = receiptOf(paidOf(), { time: now - hour })
const premium = receiptOf(cardOf(), { time: now - 24 * hour })
const old = receiptOf(
  paidOf({ id: 'old' }, { origin: 'https://müller.example', description: 'Straße bei Nacht' }),
  {
    time: new Date(2024, 11, 31, 23, 59).getTime(),
  },
)
const all = [photo, premium, old]
const context = { locale: en, now }
const idsOf = (wanted: string, locale: typeof en = en) =>
  search(all, wanted, { locale, now }).map(({ id }) => id)

describe('a search', () => {
  test.each([
    ['', ['a1', 'card', 'old']],
    ['   ', ['a1', 'card', 'old']],
    ['photo', ['a1', 'old']],
    ['ONE PHOTO', ['a1']],
    ['photo one', ['a1']],
    ['press.example', ['card']],
    ['creme', ['card']],
    ['CRÈME sohne', ['card']],
    ['strasse', ['old']],
    ['STRAßE nacht', ['old']],
    ['$5', ['card']],
    ['5.00 usd', ['card']],
    ['0.01', ['a1', 'old']],
    [hash.slice(0, 12).toUpperCase(), ['a1', 'old']],
    ['pi_1n4', ['card']],
    ['card', ['card']],
    ['wallet', ['a1', 'old']],
    ['today', ['a1']],
    ['yesterday', ['card']],
    ['2025-06', ['a1', 'card']],
    ['june 15', ['a1']],
    ['december 2024', ['old']],
    ['photo yesterday', []],
    ['nothing like it', []],
  ])('for "%s"', (wanted, ids) => {
    expect(idsOf(wanted)).toEqual(ids)
  })

  test('in the words of another language', () => {
    const de = { ...en, tag: 'de', card: 'Karte' }
    expect(idsOf('karte 5,00', de)).toEqual(['card'])
    expect(idsOf('gestern', de)).toEqual(['card'])
    expect(idsOf('dezember', de)).toEqual(['old'])
    expect(idsOf('card', { ...en, tag: 'de', card: 'Karte' })).toEqual([])
  })

  test('whatever is typed, it only leaves out, in the same order; every word alone finds as much or more', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('photo', 'CARD', '.')), {
          maxLength: 4,
        }),
        (words) => {
          const found = search(all, words.join(' '), context)
          expect(found).toEqual(all.filter((each) => found.includes(each)))
          for (const word of words)
            expect(search(all, word, context)).toEqual(expect.arrayContaining([...found]))
        },
      ),
    )
  })

  test('is not confused by how a letter is written', () => {
    expect(fold('ﬁrst É e\u0301 İ ς')).toBe(fold('First é É i Σ'))
  })
})

describe('days', () => {
  test('follow one another, the near ones by name', () => {
    const names = daysOf(all, now, 'en').map(({ date, name, receipts }) => [date, name, receipts.length])
    expect(names).toEqual([
      ['2025-06-15', 'Today', 1],
      ['2025-06-14', 'Yesterday', 1],
      ['2024-12-31', 'December 31, 2024', 1],
    ])
    expect(daysOf(all, now, 'de').map(({ name }) => name)).toEqual(['Heute', 'Gestern', '31. Dezember 2024'])
    expect(daysOf(all, now, 'ja').at(-1)?.name).toBe('2024年12月31日')
  })

  test('are those of a calendar, not of 24 hours', () => {
    const late = { ...photo, time: new Date(2025, 5, 14, 23, 59).getTime() }
    const early = { ...photo, time: new Date(2025, 5, 15, 0, 1).getTime() }
    expect(daysOf([early, late], now, 'en').map(({ name }) => name)).toEqual(['Today', 'Yesterday'])
    expect(dateOf(new Date(2025, 0, 5).getTime())).toBe('2025-01-05')
  })
})
