import type { Answer } from './Exchange.js'
import type { Corruption } from './Fault.js'

const problems = 'https://paymentauth.org/problems/'

/**
 * Makes an answer wrong.
 *
 * @param unpaid asks for the same without a proof, for an answer that asks for money again.
 */
export async function corrupt(
  answer: Answer,
  what: Corruption,
  unpaid: () => Promise<Answer>,
): Promise<Answer> {
  switch (what) {
    case 'status 500':
      return text(500, 'text/plain', 'Internal Server Error')
    case 'status 502':
      return text(502, 'text/html', '<html><body><h1>502 Bad Gateway</h1></body></html>')
    case 'broken JSON':
      return text(answer.status, 'application/json', '{"broken": ')
    case '402 again':
      return unpaid()
    case '402 expired': {
      const fresh = await unpaid()
      const body = JSON.stringify({ type: `${problems}payment-expired`, title: 'Expired', status: 402 })
      return text(402, 'application/problem+json', body, fresh.headers)
    }
    case 'challenge cut':
      return withHeader(answer, 'www-authenticate', (value) => value.slice(0, value.length / 2))
    case 'receipt missing':
      return withHeader(answer, 'payment-receipt', () => undefined)
    case 'receipt cut':
      return withHeader(answer, 'payment-receipt', (value) => value.slice(0, value.length / 2))
    case 'other receipt':
      return withHeader(answer, 'payment-receipt', () => otherReceipt)
  }
}

const otherReceipt = Buffer.from(
  JSON.stringify({
    ...{ method: 'points', intent: 'charge', status: 'success' },
    ...{ reference: 'another', timestamp: '2020-01-01T00:00:00Z' },
  }),
).toString('base64url')

function text(status: number, type: string, body: string, headers: Answer['headers'] = {}): Answer {
  const bytes = Buffer.from(body)
  return {
    status,
    headers: { ...headers, 'content-type': type, 'content-length': String(bytes.length) },
    body: bytes,
  }
}

function withHeader(answer: Answer, name: string, change: (value: string) => string | undefined): Answer {
  const { [name]: value, ...rest } = answer.headers
  if (value === undefined) return answer
  const changed = change(String(value))
  return { ...answer, headers: changed === undefined ? rest : { ...rest, [name]: changed } }
}
