import { expect, test } from 'vitest'
import { de } from '../locales/de/index.js'
import { zh } from '../locales/zh/index.js'
import { payAgain, ready, renderCheckout, settled } from './testing/renderCheckout.js'

test("the form speaks the provider's language, and lets no English through", async () => {
  const card = await ready(await renderCheckout({ locale: de }))
  expect(card.form()?.lang).toBe('de')
  expect(card.form()?.getAttribute('aria-label')).toBe('Mit Karte bezahlen')
  expect(card.stripe.calls.elements.at(-1)?.locale).toBe('de')
  card.shop.script.verdicts = [{}]
  await card.pay().click()
  await settled(card, 'declined')
  expect(card.alert()).toBe(
    'Ihre Karte wurde abgelehnt. Es wurde nichts abgebucht. Nehmen Sie eine andere Karte oder fragen Sie Ihre Bank.',
  )
  card.shop.script.away = true
  await payAgain(card)
  await settled(card, 'failed')
  expect(card.alert()).toBe(
    'Die Zahlung war nicht möglich. Es wurde nichts bezahlt. Versuchen Sie es noch einmal.',
  )
})

test('texts of the form alone come first', async () => {
  const texts = { ...de.cards, form: 'Karte' }
  const card = await ready(await renderCheckout({ locale: de, props: { texts } }))
  expect(card.form()?.getAttribute('aria-label')).toBe('Karte')
})

test('Stripe is told the name that it has for simplified Chinese', async () => {
  const card = await ready(await renderCheckout({ locale: zh }))
  expect(card.form()?.lang).toBe('zh-Hans')
  expect(card.stripe.calls.elements.at(-1)?.locale).toBe('zh')
})
