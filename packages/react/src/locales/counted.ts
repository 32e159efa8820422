/** A word in the plurals of its language; `#` is where the number stands. */
export type Forms = { readonly [rule in Intl.LDMLPluralRule]?: string } & { readonly other: string }

/** How many there are, in the notation of a language: `1 receipt`, `1,200 receipts`. */
export function counted(count: number, tag: string, forms: Forms): string {
  const form = forms[new Intl.PluralRules(tag).select(count)] ?? forms.other
  return form.replace('#', new Intl.NumberFormat(tag).format(count))
}
