import type { Enabler } from '@payerkit/core/card'

/** The application's own server, which keeps the person's cards and makes what pays with them. */
export const cardsOnFile: Enabler = {
  async enable(wish, { signal, idempotencyKey }) {
    const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey }
    const init = { method: 'POST', headers, body: JSON.stringify(wish), ...(signal && { signal }) }
    return read(await fetch('/api/payment-tokens', init))
  },
  async cards({ signal }) {
    return read(await fetch('/api/cards', signal && { signal }))
  },
}

async function read(response: Response) {
  if (!response.ok) throw new Error(`The server answered ${response.status} when asked about cards on file.`)
  return response.json()
}
