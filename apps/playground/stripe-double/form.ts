import { invalidRequest, missingParameter } from './StripeFailure.js'

export type Form = { [name: string]: string | Form }

/** Decodes `a[b][c]=1`, the way Stripe's clients write nested parameters. */
export function decodeForm(body: string): Form {
  const form: Form = Object.create(null)
  for (const [path, value] of new URLSearchParams(body)) {
    const names = path.split(/\[|\]\[|\]/).filter(Boolean)
    const last = names.pop()
    if (last === undefined) continue
    let target = form
    for (const name of names) {
      const next = target[name]
      const child: Form = typeof next === 'object' ? next : Object.create(null)
      target[name] = child
      target = child
    }
    target[last] = value
  }
  return form
}

export function optionalText(form: Form, param: string): string | undefined {
  const value = param.split('.').reduce<string | Form | undefined>(step, form)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function requiredText(form: Form, param: string): string {
  const value = optionalText(form, param)
  if (value === undefined) throw missingParameter(bracketed(param))
  return value
}

export function requiredInteger(form: Form, param: string): number {
  const text = requiredText(form, param)
  if (!/^(0|[1-9][0-9]{0,14})$/.test(text))
    throw invalidRequest(`Invalid integer: ${text}`, {
      code: 'parameter_invalid_integer',
      param: bracketed(param),
    })
  return Number(text)
}

export function textRecord(form: Form, param: string): Record<string, string> {
  const value = form[param]
  if (typeof value !== 'object') return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

function step(value: string | Form | undefined, name: string) {
  return typeof value === 'object' ? value[name] : undefined
}

function bracketed(param: string) {
  return param.split('.').reduce((path, name) => `${path}[${name}]`)
}
