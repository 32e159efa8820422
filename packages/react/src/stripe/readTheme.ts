import type { Appearance } from '@stripe/stripe-js'

type Variable = keyof NonNullable<Appearance['variables']>

/**
 * The look of Stripe's fields that goes with the page: its CSS variables, as they count at an element. As JSON, which
 * leaves out what the page does not say, so that Stripe's own values stay, and is the same as long as it says the same.
 *
 * @example
 * ```ts
 * const { variables } = JSON.parse(readTheme(form)) // { colorPrimary: '#0b5f4a', … }
 * ```
 */
export function readTheme(element: Element): string {
  const style = getComputedStyle(element)
  const value = (name: string) => style.getPropertyValue(`--pk-${name}`).trim() || undefined
  const color = (name: string) => toHex(value(name))
  const line = (name: string, before: string) => color(name) && `${before} ${color(name)}`
  // A phone zooms into fields whose text is smaller than this.
  const fontSize = matchMedia('(pointer: coarse)').matches ? '16px' : '14px'
  const variables: { readonly [name in Variable]?: string | undefined } = {
    colorPrimary: color('accent'),
    colorBackground: color('bg'),
    colorText: color('text'),
    colorTextSecondary: color('muted'),
    colorTextPlaceholder: color('muted'),
    colorDanger: color('bad'),
    fontFamily: value('font'),
    borderRadius: value('radius-s'),
    fontSizeBase: fontSize,
    gridRowSpacing: '8px',
    gridColumnSpacing: '8px',
  }
  return JSON.stringify({
    theme: isDark(color('bg')) ? 'night' : 'stripe',
    labels: 'floating',
    disableAnimations: matchMedia('(prefers-reduced-motion: reduce)').matches,
    variables,
    rules: {
      '.Input': { border: line('line-strong', '1px solid'), boxShadow: 'none' },
      '.Input:focus': { border: line('accent', '1px solid'), boxShadow: line('accent', '0 0 0 1px') },
    },
  })
}

/** The page's look with the application's own wishes on top. */
export function mergeAppearance(theme: Appearance, own: Appearance = {}): Appearance {
  const rules = { ...theme.rules }
  for (const [name, rule] of Object.entries(own.rules ?? {})) rules[name] = { ...rules[name], ...rule }
  return { ...theme, ...own, variables: { ...theme.variables, ...own.variables }, rules }
}

/** Stripe takes no `oklch()` or `color-mix()`; a canvas knows what any of them looks like. */
function toHex(color = ''): string | undefined {
  const context = document.createElement('canvas').getContext('2d')
  if (!context || !CSS.supports('color', color)) return undefined
  context.fillStyle = color
  context.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

function isDark(color = '#ffffff'): boolean {
  // Green is most of what an eye takes for light.
  return Number.parseInt(color.slice(3, 5), 16) < 128
}
