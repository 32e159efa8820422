import { gate, hash, paidOf } from '@payerkit/testing/screens'
import '../styles/receipts.css'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { ReceiptEntry } from '../receipts/index.js'
import { at, button, field, mountList, photo, premium, rows } from '../receipts/testing/mountList.js'
import { part, until } from '../testing/mountSession.js'

afterEach(() => vi.restoreAllMocks())

describe('a file', () => {
  /** What the browser would save. */
  function watchSaving() {
    const files: { name: string; type: string; text: Promise<string> }[] = []
    const blobs = new Map<string, Blob>()
    const create = URL.createObjectURL.bind(URL)
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      const url = create(blob)
      blobs.set(url, blob as Blob)
      return url
    })
    const revoked = vi.spyOn(URL, 'revokeObjectURL')
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      const blob = blobs.get(this.href)
      if (blob) files.push({ name: this.download, type: blob.type, text: blob.text() })
    })
    return { files, revoked }
  }

  test('has what is shown, and its address is given back', async () => {
    const { files, revoked } = watchSaving()
    await mountList([premium, photo])
    await field.fill('premium')
    await until(() => expect(rows()).toHaveLength(1))
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    await button('Save as CSV').click()
    await button('Save as JSON').click()
    vi.runAllTimers()
    vi.useRealTimers()
    expect(files.map(({ name, type }) => [name, type])).toEqual([
      ['receipts-2025-06-15.csv', 'text/csv;charset=utf-8'],
      ['receipts-2025-06-15.json', 'application/json'],
    ])
    const [csv = '', json = ''] = await Promise.all(files.map(({ text }) => text))
    expect(csv.split('\r\n')).toHaveLength(3)
    expect(csv).toContain('Crème & Söhne')
    expect(JSON.parse(json)).toMatchObject([{ amount: '5.00', reference: 'pi_1N4abcdefghKlW' }])
    expect(revoked).toHaveBeenCalledTimes(2)
    await expect.element(page.getByText('1 receipt in receipts-2025-06-15.json.')).toBeVisible()
    await userEvent.type(field, 'x')
    await expect.element(page.getByText('1 receipt in')).not.toBeInTheDocument()
  })
})

describe('showing it again', () => {
  const kept = paidOf({ ...at(15, 'kept'), kept: true })

  test('gives what was kept to the page, once', async () => {
    const answer = gate<Response | undefined>()
    const onShow = vi.fn(async (response: Response, _: ReceiptEntry) => response.text())
    await mountList([kept, photo], { onShow, response: () => answer.promise })
    for (const row of rows()) (row as HTMLElement).click()
    expect(document.querySelectorAll('[data-part="receipt-again"]')).toHaveLength(1)
    await button('Show it again').click()
    await expect.element(button('Fetching it…')).toHaveAttribute('aria-busy', 'true')
    await button('Fetching it…').click({ force: true })
    answer.open(new Response('a photo'))
    await expect.element(button('Show it again')).toHaveFocus()
    expect(onShow).toHaveBeenCalledTimes(1)
    await expect(onShow.mock.results[0]?.value).resolves.toBe('a photo')
    expect(onShow.mock.lastCall?.[1]).toMatchObject({ id: 'kept', reference: hash })
  })

  test.each([
    ['is not kept any more', async () => undefined, () => {}, 'It is not kept any more.'],
    ['cannot be fetched', () => Promise.reject(new Error('No.')), () => {}, 'It could not be shown.'],
    [
      'cannot be shown',
      async () => new Response(),
      () => Promise.reject(new Error('No canvas.')),
      'It could not be shown.',
    ],
  ])('says that it %s', async (_, response, onShow, sentence) => {
    await mountList([kept], { response, onShow })
    await page.getByText('Photos Inc.').click()
    await button('Show it again').click()
    await expect.element(page.getByText(sentence)).toBeVisible()
    await expect.element(button('Show it again')).not.toHaveAttribute('aria-busy')
  })

  test('is not offered where nobody shows it', async () => {
    await mountList([kept])
    await page.getByText('Photos Inc.').click()
    expect(part('receipt-again')).toBeNull()
  })
})
