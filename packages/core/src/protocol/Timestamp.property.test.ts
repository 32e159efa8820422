import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Timestamp from './Timestamp.js'
import { headerText, runs, survives } from './testing/arbitraries.js'

const two = (value: number) => String(value).padStart(2, '0')

test('any date of four digits is read, at any offset', () => {
  const dates = fc.date({
    min: new Date('0000-01-02T00:00:00Z'),
    max: new Date('9999-12-30T23:59:59Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(dates, fc.integer({ min: -1439, max: 1439 }), (date, minutes) => {
      expect(Timestamp.parse(date.toISOString())).toBe(date.getTime())
      const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1)
      const offset = Math.abs(minutes)
      const text = `${local}${minutes < 0 ? '-' : '+'}${two(Math.trunc(offset / 60))}:${two(offset % 60)}`
      expect(Timestamp.parse(text)).toBe(date.getTime())
    }),
    runs,
  )
})

test('any text is a time or refused with a typed error', () => {
  const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`))
  const nearly = fc
    .tuple(
      digits(4),
      digits(2),
      digits(2),
      digits(2),
      digits(2),
      digits(2),
      fc.constantFrom('Z', 'z', '.5Z', '+01:00', '', '+25:00'),
    )
    .map(
      ([year, month, day, hour, minute, second, end]) =>
        `${year}-${month}-${day}T${hour}:${minute}:${second}${end}`,
    )
  fc.assert(
    fc.property(fc.oneof(nearly, headerText), (text) => {
      const time = survives(() => Timestamp.parse(text))
      if (time === undefined) return
      expect(Number.isFinite(time)).toBe(true)
      if (/Z$/i.test(text) && !text.includes(':60'))
        expect(new Date(time).toISOString().slice(0, 19)).toBe(text.slice(0, 19))
    }),
    runs,
  )
})
