import { expect } from 'vitest'
import * as Challenge from '../../../../protocol/Challenge.js'
import * as Credential from '../../../../protocol/Credential.js'
import type { JsonObject } from '../../../../protocol/JsonObject.js'
import * as Receipt from '../../../../protocol/Receipt.js'
import type { ActContext, Opening } from '../../../../session/Scheme.js'
import { createKeyring } from '../../../../signers/Keyring.js'
import { createMemoryStore } from '../../../../stores/MemoryStore.js'
import { tempoScheme } from '../Session.js'
import { type TempoSessionOptions, tempoTerms } from '../SessionTerms.js'

// Somebody who pays by channel in tests, one step at a time, as the session driver does.

/** Where the customer keeps what must not be forgotten. */
export function keepings() {
  const store = createMemoryStore()
  return { store, keys: createKeyring(store) }
}

export function createCustomer(url: string, options: TempoSessionOptions, kept = keepings()) {
  const scheme = tempoScheme(options)
  const terms = tempoTerms(options)

  /** What the shop asks for. */
  async function ask() {
    const response = await fetch(url)
    expect(response.status).toBe(402)
    const [challenge] = Challenge.parse(response.headers).challenges
    if (!challenge) throw new Error('The shop asks for nothing.')
    return { challenge, request: terms.read(challenge) }
  }

  const context = (signer?: Opening['signer']): ActContext => ({
    ...kept,
    now: Date.now,
    ...(signer ? { signer } : {}),
  })

  async function voucher({ identity, signer }: Opening, cumulative: bigint): Promise<JsonObject> {
    const signature = await signer.sign(scheme.voucher(identity, cumulative))
    return scheme.fields(identity, cumulative, signature, signer)
  }

  async function send(challenge: Challenge.Challenge, payload: object, source: string) {
    const authorization = Credential.serialize({ challenge, payload, source })
    const response = await fetch(url, { headers: { authorization } })
    const text = await response.text()
    const header = response.headers.get('payment-receipt')
    const receipt = header === null ? undefined : Receipt.parse(header)
    return { status: response.status, receipt, detail: response.ok ? undefined : text }
  }

  return {
    scheme,
    terms,
    kept,
    ask,
    context,
    voucher,
    send,
    /** Opens a channel, the first unit paid with it. */
    async open(deposit: bigint, limit = deposit) {
      const { challenge, request } = await ask()
      const opening = await scheme.open(request, { ...context(), challenge, deposit, limit })
      const payload = { action: 'open', ...opening.payload, ...(await voucher(opening, request.amount)) }
      return { request, opening, payload, ...(await send(challenge, payload, opening.identity.source)) }
    },
    async pay(opening: Opening, cumulative: bigint, action: 'voucher' | 'close' = 'voucher') {
      const { challenge } = await ask()
      return send(challenge, { action, ...(await voucher(opening, cumulative)) }, opening.identity.source)
    },
    async topUp({ identity, signer }: Opening, amount: bigint) {
      const { challenge, request } = await ask()
      const { deposit = 0n } = (await scheme.read(identity, context())) ?? {}
      const added = { ...context(signer), challenge, amount, deposit }
      const payload = await scheme.topUp(request, identity, added)
      return send(challenge, payload, identity.source)
    },
  }
}
