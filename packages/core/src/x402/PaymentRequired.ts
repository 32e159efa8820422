import { own } from '../chain/Fields.js'
import * as JsonObject from '../protocol/JsonObject.js'
import * as Base64 from './Base64.js'

/** How a server asks to be paid in x402. The fields are as they came, not yet checked. */
export type PaymentRequired = {
  readonly version: 1 | 2
  /** One entry for each way to pay. */
  readonly accepts: readonly JsonObject.JsonObject[]
  /** What is bought; version 2 has it once, version 1 in every entry. */
  readonly resource?: unknown
  readonly extensions?: unknown
  /** What was wrong with a payment, or that there was none. */
  readonly error?: string | undefined
}

// Characters of a field, and of a body, and milliseconds that a body may take; what is longer is no honest price.
const longestField = 65_536
const longestBody = 262_144
const slowest = 3_000
// Ways to pay that are read of one answer.
const most = 32

/**
 * Reads how a 402 asks to be paid: from the field of version 2, or else from a copy of the body, where version 1 says it.
 *
 * @returns `undefined` where it does not ask in x402.
 */
export async function read(response: Response): Promise<PaymentRequired | undefined> {
  const field = response.headers.get('PAYMENT-REQUIRED')
  if (field !== null) return field.length > longestField ? undefined : check(Base64.toJson(field))
  // What Payment authentication explains itself with is `application/problem+json`.
  if (!/^application\/json\b/i.test(response.headers.get('Content-Type') ?? '')) return undefined
  const text = await readText(response)
  try {
    return text === undefined ? undefined : check(JSON.parse(text))
  } catch {
    return undefined
  }
}

function check(value: unknown): PaymentRequired | undefined {
  if (!JsonObject.is(value)) return undefined
  const version = own(value, 'x402Version')
  const accepts = own(value, 'accepts')
  const error = own(value, 'error')
  if ((version !== 1 && version !== 2) || !Array.isArray(accepts)) return undefined
  return {
    version,
    accepts: accepts.slice(0, most).filter(JsonObject.is),
    resource: own(value, 'resource'),
    extensions: own(value, 'extensions'),
    error: typeof error === 'string' ? error : undefined,
  }
}

/** The text of a copy of a body; `undefined` where it is too long, too slow or broken off. */
export async function readText(response: Response): Promise<string | undefined> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  let late = false
  const stop = () => void reader?.cancel().catch(() => {})
  const timer = setTimeout(() => {
    late = true
    stop()
  }, slowest)
  const decoder = new TextDecoder()
  let text = ''
  try {
    reader = response.clone().body?.getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      text += decoder.decode(part.value, { stream: true })
      if (text.length > longestBody) return undefined
    }
    return late ? undefined : text
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
    stop()
  }
}
