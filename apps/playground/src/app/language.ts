import type { Locale } from '@payerkit/react'
import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

/** What payments can be told in. The page itself speaks English. */
export const languages = [
  { tag: 'en', name: 'English' },
  { tag: 'de', name: 'Deutsch' },
  { tag: 'es', name: 'Español' },
  { tag: 'fr', name: 'Français' },
  { tag: 'ja', name: '日本語' },
  { tag: 'zh', name: '中文' },
] as const

export type Language = (typeof languages)[number]['tag']

const storageKey = 'payerkit-playground.language'
const listeners = new Set<() => void>()
let current = readLanguage()

/** The language that was chosen. */
export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, () => current)
}

export function chooseLanguage(language: Language): void {
  current = language
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // A browser that keeps nothing still speaks it until the page is left.
  }
  for (const listener of listeners) listener()
}

/** The kit's texts in it; `undefined` is English, which the kit brings along, as it is where no others could be had. */
export function useLocale(language: Language): {
  readonly locale: Locale | undefined
  readonly isReady: boolean
} {
  const { data, isPending, isPlaceholderData } = useQuery({
    queryKey: ['locale', language],
    queryFn: () => load[language](),
    staleTime: Number.POSITIVE_INFINITY,
    // Functions cannot be compared.
    structuralSharing: false,
    placeholderData: (before: Locale | null | undefined) => before,
    retry: false,
  })
  return { locale: data ?? undefined, isReady: !isPending || isPlaceholderData }
}

// Each in a file of its own, which only those load who read it.
const load: { readonly [language in Language]: () => Promise<Locale | null> } = {
  en: async () => null,
  de: async () => (await import('@payerkit/react/locales/de')).de,
  es: async () => (await import('@payerkit/react/locales/es')).es,
  fr: async () => (await import('@payerkit/react/locales/fr')).fr,
  ja: async () => (await import('@payerkit/react/locales/ja')).ja,
  zh: async () => (await import('@payerkit/react/locales/zh')).zh,
}

function readLanguage(): Language {
  try {
    const kept = localStorage.getItem(storageKey)
    return languages.find(({ tag }) => tag === kept)?.tag ?? 'en'
  } catch {
    return 'en'
  }
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
