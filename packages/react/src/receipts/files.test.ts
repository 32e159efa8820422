import { cardOf, channelOf, hash, paidOf } from '@payerkit/testing/screens'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toCsv, toJson } from './files.js'
import { entryOfChannel, type ReceiptEntry } from './ReceiptEntry.js'
import { receiptOf } from './testing/receipt.js'

/** A reader of RFC 4180, which takes nothing else. */
function parse(csv: string, comma = ','): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < csv.length) {
    let cell = ''
    if (csv[at] === '"') {
      for (at++; csv[at] !== '"' || csv[++at] === '"'; at++) {
        if (at >= csv.length) throw new Error('A quote is not closed.')
        cell += csv[at]
      }
    } else while (at < csv.length && csv[at] !== comma && csv[at] !== '\r') cell += csv[at++]
    if (/["\r\n]/.test(cell) && csv[at - 1] !== '"') throw new Error(`Not quoted: ${cell}`)
    row.push(cell)
    if (csv[at] === comma) at++
    else if (csv.startsWith('\r\n', at)) {
      rows.push(row)
      row = []
      at += 2
    } else throw new Error(`Neither a comma nor a line's end at ${at}.`)
  }
  return rows
}

/** Takes the apostrophes away that keep a spreadsheet from computing. */
const read = (cell: string) => cell.replace(/(?<=^|[;\t\r\n])'(?='*[=+\-@＝＋－＠\t\r\n\0])/g, '')

const tableOf = (receipts: readonly ReceiptEntry[]): Record<string, string>[] => {
  const [names = [], ...rows] = parse(toCsv(receipts))
  return rows.map((row) => Object.fromEntries(row.map((cell, at) => [names[at] ?? 'too many', cell])))
}

describe('a table', () => {
  test('has amounts as decimals and as base units, and times in UTC', () => {
    const session = entryOfChannel(channelOf({ status: 'closed', usedAt: 1_750_000_000_000 }), undefined)
    if (!session) throw new Error('It has spent something.')
    const rows = tableOf([receiptOf(), receiptOf(cardOf()), session])
    expect(rows).toMatchObject([
      {
        time: '2025-06-15T15:06:41.000Z',
        amount: '0.01',
        symbol: 'pathUSD',
        baseUnits: '10000',
        decimals: '6',
        currency: 'usd',
        by: 'wallet',
        state: 'paid',
        payeeName: 'Photos Inc.',
        host: 'photos.example',
        description: 'One photo',
        chainId: '42431',
        reference: hash,
      },
      {
        amount: '5.00',
        baseUnits: '500',
        by: 'card',
        description: 'Premium, a month',
        payeeName: 'Crème & Söhne',
      },
      { amount: '0.0342', state: 'closed', refund: '0.0658', method: '', link: '' },
    ])
  })

  test('makes up no decimals, and says what was not delivered', () => {
    const amount = { value: 7n, decimals: undefined, symbol: 'unknown token', asset: '0x1' }
    const undelivered = paidOf({ phase: 'paidUndelivered', receipt: undefined })
    const [row] = tableOf([receiptOf(undelivered, { amount })])
    expect(row).toMatchObject({
      amount: '',
      baseUnits: '7',
      decimals: '',
      state: 'undelivered',
      reference: '',
    })
  })

  test('without receipts is a header', () => {
    expect(parse(toCsv([]))).toHaveLength(1)
  })

  test.each([
    ['=HYPERLINK("https://evil.example")', '\'=HYPERLINK("https://evil.example")'],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ["'=1", "''=1"],
    ['＝1', "'＝1"],
    ['a;=1', "a;'=1"],
    ['1-2', '1-2'],
    ["it's", "it's"],
  ])('%j starts no formula', (description, cell) => {
    expect(tableOf([receiptOf(paidOf(), { description })])[0]?.description).toBe(cell)
  })

  const nasty = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          '"',
          ',',
          ';',
          '\r',
          '\n',
          '\t',
          '=',
          '+',
          '-',
          '@',
          "'",
          ' ',
          '＝',
          '\0',
          'é',
          '😀',
          'a',
        ),
      )
      .map((parts) => parts.join('')),
  )

  test('whatever the texts are, a reader gives them back, and none starts a formula', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nasty, nasty, nasty), { maxLength: 3 }), (all) => {
        const receipts = all.map(([description, reference, realm]) =>
          receiptOf(paidOf(), { description, reference, realm }),
        )
        const csv = toCsv(receipts)
        const rows = tableOf(receipts)
        expect(
          rows.map(({ description = '', reference = '', realm = '' }) =>
            [description, reference, realm].map(read),
          ),
        ).toEqual(all)
        for (const row of rows)
          for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
        // Where semicolons separate cells, quotes within a cell mean nothing.
        for (const cell of csv.split(/[;\t\r\n]/)) expect(cell).not.toMatch(/^[=+\-@＝＋－＠]/)
      }),
      { numRuns: 500 },
    )
  })
})

describe('JSON', () => {
  test('has the same names, without what is not known, and the parts of a payment', () => {
    const split = receiptOf(paidOf({}, { splits: [{ payee: { id: '0x2', name: 'Artist' }, value: 2_500n }] }))
    const [first, second] = JSON.parse(toJson([split, receiptOf(cardOf())]))
    expect(first).toMatchObject({
      amount: '0.01',
      baseUnits: '10000',
      decimals: 6,
      chainId: 42431,
      time: '2025-06-15T15:06:41.000Z',
      splits: [{ payee: '0x2', payeeName: 'Artist', baseUnits: '2500' }],
    })
    expect(second).not.toHaveProperty('chainId')
    expect(second).not.toHaveProperty('splits')
    const [names = []] = parse(toCsv([]))
    expect(names).toEqual(expect.arrayContaining(Object.keys(second)))
  })

  test('gives every text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (reference) => {
        expect(JSON.parse(toJson([receiptOf(paidOf(), { reference })]))[0].reference).toBe(reference)
      }),
    )
  })
})
