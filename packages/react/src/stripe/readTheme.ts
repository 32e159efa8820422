import type { Appearance } from '@stripe/stripe-js'

/**
 * The look of Stripe's fields that goes with the page: its CSS variables, as they count at an element.
 *
 * @example
 * ```ts
 * const { variables } = readTheme(form) // { colorPrimary: '#0b5f4a', … }
 * ```
 */
export function readTheme(element: Element): Appearance {
  const style = getComputedStyle(element)
  const value = (name: string) => style.getPropertyValue(`--pk-${name}`).trim()
  const color = (name: string) => toHex(value(name))
  const background = color('bg')
  const strong = color('line-strong')
  const accent = color('accent')
  // A phone zooms into fields whose text is smaller than this.
  const fontSize = matchMedia('(pointer: coarse)').matches ? '16px' : '14px'
  return {
    theme: isDark(background) ? 'night' : 'stripe',
    labels: 'floating',
    variables: defined({
      colorPrimary: accent,
      colorBackground: background,
      colorText: color('text'),
      colorTextSecondary: color('muted'),
      colorTextPlaceholder: color('faint'),
      colorDanger: color('bad'),
      fontFamily: value('font'),
      borderRadius: value('radius-s'),
      fontSizeBase: fontSize,
      gridRowSpacing: '8px',
      gridColumnSpacing: '8px',
    }),
    rules: {
      '.Input': defined({ border: strong && `1px solid ${strong}`, boxShadow: 'none' }),
      '.Input:focus': defined({
        border: accent && `1px solid ${accent}`,
        boxShadow: accent && `0 0 0 1px ${accent}`,
      }),
    },
  }
}

/** The page's look with the application's own wishes on top. */
export function mergeAppearance(theme: Appearance, own: Appearance | undefined): Appearance {
  if (!own) return theme
  const variables = { ...theme.variables, ...own.variables }
  return { ...theme, ...own, variables, rules: { ...theme.rules, ...own.rules } }
}

/** Stripe takes no `oklch()` or `color-mix()`; a canvas knows what any of them looks like. */
function toHex(color: string): string | undefined {
  if (!color || /^#[0-9a-f]{6}$/i.test(color)) return color || undefined
  const canvas = document.createElement('canvas')
  canvas.width = 1
  canvas.height = 1
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context || !CSS.supports('color', color)) return undefined
  context.fillStyle = color
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function isDark(color = '#ffffff'): boolean {
  const value = Number.parseInt(color.slice(1), 16)
  return 0.299 * (value >> 16) + 0.587 * ((value >> 8) & 255) + 0.114 * (value & 255) < 128
}

/** Without what the page does not say, so that Stripe's own values stay. */
function defined(values: Record<string, string | undefined>): Record<string, string> {
  const known = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return Object.fromEntries(known)
}
