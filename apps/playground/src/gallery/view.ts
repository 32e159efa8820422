import { type Language, languages } from '../app/language.js'

export const themes = ['system', 'light', 'dark', 'contrast'] as const
export const directions = ['ltr', 'rtl'] as const
export const widths = ['full', 'phone'] as const

/** What is looked at, and how. All of it stands in the address, so that a link shows exactly that. */
export type View = {
  readonly exhibit: string | undefined
  readonly scene: string | undefined
  /** Many scenes at once: those that are named, else every one. `false`: one alone. */
  readonly all: false | readonly string[]
  readonly theme: (typeof themes)[number]
  readonly lang: Language
  readonly dir: (typeof directions)[number]
  readonly width: (typeof widths)[number]
}

/** Whether an address is one of the gallery. */
export const isGallery = (hash: string): boolean => /^gallery(?=[/?]|$)/.test(hash)

/**
 * Reads the part of the address after `#`.
 *
 * @example
 * ```ts
 * readView('gallery/pay-button/unknown?theme=dark').scene // 'unknown'
 * ```
 */
export function readView(hash: string): View {
  const [path = '', query] = hash.split('?')
  const [, exhibit, scene] = path.split('/')
  const wanted = new URLSearchParams(query)
  const one = <value extends string>(values: readonly [value, ...value[]], name: string) =>
    values.find((value) => value === wanted.get(name)) ?? values[0]
  return {
    exhibit: exhibit || undefined,
    scene: scene || undefined,
    all: wanted.get('all')?.split(',').filter(Boolean) ?? false,
    theme: one(themes, 'theme'),
    lang: languages.find(({ tag }) => tag === wanted.get('lang'))?.tag ?? 'en',
    dir: one(directions, 'dir'),
    width: one(widths, 'width'),
  }
}

/** The address of a view; what is as usual is left out. */
export function addressOf(view: View): string {
  const { exhibit, scene, all, theme, lang, dir, width } = view
  const path = ['gallery', exhibit, exhibit && scene].filter((each) => each !== undefined)
  const query = [
    all !== false && (all.length === 0 ? 'all' : `all=${all.join(',')}`),
    theme !== 'system' && `theme=${theme}`,
    lang !== 'en' && `lang=${lang}`,
    dir !== 'ltr' && `dir=${dir}`,
    width !== 'full' && `width=${width}`,
  ].filter((each) => each !== false)
  return `#${path.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`
}
