import * as Challenge from '../protocol/Challenge.js'
import * as Credential from '../protocol/Credential.js'
import * as Entry from './Entry.js'
import * as PaymentRequired from './PaymentRequired.js'
import * as Settlement from './Settlement.js'

/** Answers that ask by challenges already: of several methods of x402, one translates for all. */
const translated = new WeakMap<Response, PaymentRequired.PaymentRequired>()

/**
 * Lets a payer speak x402, versions 1 and 2: a 402 that asks in x402 comes with a challenge for each way to pay, after the
 * server's own; a credential leaves as the server reads it; and what the server says of it becomes a receipt or a problem.
 * Every method of x402 brings it. Nothing else is touched: other requests and answers go through as they are.
 *
 * @example
 * ```ts
 * const send = dialect(fetch)
 * const response = await send('https://api.example.com/photo')
 * response.headers.get('WWW-Authenticate') // 'Payment id="…", realm="api.example.com", method="x402", intent="exact", …'
 * ```
 */
export function dialect(send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const payment = take(init)
    const response = await send(input, payment?.init ?? init)
    const known = translated.get(response)
    // 412 is how servers say that Permit2 may not take the amount (scheme_exact_evm, "Permit2").
    const asks = response.status === 402 || (payment && response.status === 412)
    const asked = known ?? (asks ? await read(response, payment?.credential) : undefined)
    const answer = payment ? await conclude(response, payment.credential, asked?.error) : response
    if (!asked) return answer
    translated.set(answer, asked)
    return known ? answer : ask(answer, asked, response.url || addressOf(input))
  }
}

/** How an answer asks to be paid; one that only says that settling failed asks for the same again. */
async function read(
  response: Response,
  paid: Credential.Credential | undefined,
): Promise<PaymentRequired.PaymentRequired | undefined> {
  const asked = await PaymentRequired.read(response)
  if (asked || !paid || !Settlement.read(response)) return asked
  const { accepted, ...entry } = Entry.read(paid.challenge)
  return { ...entry, accepts: [accepted] }
}

/** A credential of x402 that a request leaves with, and the request as x402 has it. */
function take(
  init: RequestInit | undefined,
): { init: RequestInit; credential: Credential.Credential } | undefined {
  const headers = init?.headers && new Headers(init.headers)
  const proof = headers?.get(Entry.field)
  if (!headers || !proof) return undefined
  let credential: Credential.Credential
  try {
    credential = Credential.parse(proof)
  } catch {
    return undefined
  }
  if (!Entry.isOurs(credential.challenge)) return undefined
  headers.delete(Entry.field)
  headers.set(...Settlement.toField(credential))
  return { init: { ...init, headers }, credential }
}

/** Adds what the payer looks for in the answer to a payment. */
async function conclude(
  response: Response,
  credential: Credential.Credential,
  error: string | undefined,
): Promise<Response> {
  const said = Settlement.read(response)
  const headers = new Headers(response.headers)
  if (said) headers.set('Payment-Receipt', Settlement.toReceipt(said, credential))
  const reason = typeof said?.errorReason === 'string' ? said.errorReason : error
  if (response.status < 400 || !reason) return said ? dress(response, headers) : response
  const { status } = response
  const text = await PaymentRequired.readText(response)
  // Nobody reads the rest of what another body takes the place of.
  void response.body?.cancel().catch(() => {})
  headers.set('Content-Type', 'application/problem+json')
  return dress(response, headers, Settlement.toProblem(reason, { status, text, settled: !!said }, credential))
}

/** Adds a challenge for each way to pay, after those that the server has itself. */
function ask(response: Response, asked: PaymentRequired.PaymentRequired, url: string): Response {
  const headers = new Headers(response.headers)
  for (const challenge of Entry.toChallenges(asked, url))
    headers.append('WWW-Authenticate', Challenge.serialize(challenge))
  return dress(response, headers)
}

/** The same answer with other fields; with another body too it is a new one that says the same of where it came from. */
function dress(response: Response, headers: Headers, body?: string): Response {
  const { url, type, redirected, status, statusText } = response
  const answer = body === undefined ? response : new Response(body, { status, statusText, headers })
  return wear(answer, { url, type, redirected, headers })
}

/** Gives an answer, and every copy of it, a look of its own. */
function wear(answer: Response, look: Pick<Response, 'url' | 'type' | 'redirected' | 'headers'>): Response {
  const clone = answer.clone.bind(answer)
  const properties = {
    ...look,
    clone: () => wear(clone(), { ...look, headers: new Headers(look.headers) }),
  }
  for (const [name, value] of Object.entries(properties))
    if (Reflect.get(answer, name) !== value)
      Object.defineProperty(answer, name, { value, configurable: true })
  return answer
}

function addressOf(input: RequestInfo | URL): string {
  return typeof input === 'object' && 'url' in input ? input.url : String(input)
}
