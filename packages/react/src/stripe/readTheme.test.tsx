import type { Appearance } from '@stripe/stripe-js'
import { beforeAll, expect, test } from 'vitest'
import { mergeAppearance, readTheme } from './readTheme.js'
import { loadStyles } from './testing/loadStyles.js'

beforeAll(loadStyles)

function themeOf(style: string, theme?: string) {
  document.body.innerHTML = `<div ${theme ? `data-theme="${theme}"` : ''}><div data-pk style="${style}"><i></i></div></div>`
  return read()
}

const read = (): Appearance => JSON.parse(readTheme(document.querySelector('i') as HTMLElement))

test("is the page's", () => {
  const { theme, variables, labels } = themeOf('', 'light')
  expect(theme).toBe('stripe')
  expect(labels).toBe('floating')
  expect(variables).toMatchObject({
    colorPrimary: '#0b5f4a',
    colorBackground: '#ffffff',
    colorText: '#1b1a17',
    colorDanger: '#b3261e',
    borderRadius: '9px',
  })
  expect(variables?.fontFamily).toContain('system-ui')
})

test('follows the dark', () => {
  expect(themeOf('', 'dark')).toMatchObject({ theme: 'night', variables: { colorPrimary: '#5fd0ac' } })
})

test('turns every colour into one that Stripe takes', () => {
  const { variables } = themeOf(
    '--pk-accent: oklch(0.7 0.15 160); --pk-text: color-mix(in srgb, black, white)',
  )
  expect(variables?.colorPrimary).toMatch(/^#[0-9a-f]{6}$/)
  expect(variables?.colorText).toBe('#808080')
})

test('leaves out what the page does not say or says wrongly', () => {
  document.body.innerHTML = '<i style="--pk-accent: no colour"></i>'
  const { variables } = read()
  expect(variables).not.toHaveProperty('colorPrimary')
})

test('has the last word of the application on top', () => {
  const theme = {
    theme: 'night' as const,
    variables: { colorPrimary: '#1', colorText: '#2' },
    rules: { '.Input': { border: '0', boxShadow: 'none' } },
  }
  const own = {
    variables: { colorPrimary: '#3' },
    rules: { '.Input': { border: '1px' }, '.Tab': { border: '2px' } },
  }
  expect(mergeAppearance(theme, { theme: 'flat', ...own })).toEqual({
    theme: 'flat',
    variables: { colorPrimary: '#3', colorText: '#2' },
    rules: { '.Input': { border: '1px', boxShadow: 'none' }, '.Tab': { border: '2px' } },
  })
  expect(mergeAppearance(theme, undefined)).toEqual(theme)
})
