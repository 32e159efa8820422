import { createPayer } from '@payerkit/core'
import { createIndexedDbStore } from '@payerkit/core/stores'
import type { Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { kinds } from '../kinds.js'
import { look, standing, type Visit } from '../Person.js'

// What runs in the browser's page.

/** What a page is told. */
export type Given = { readonly kind: string; readonly key: Hex }

/** What a look at the page came to. */
export type Seen = { readonly visit: Visit; readonly codes: readonly string[]; readonly asked: number }

/** What the page offers to whoever drives it. */
export type Driven = {
  visit(given: Given): Promise<Seen>
  attempts(): Promise<{ phase: string; challenge: string }[]>
}

const store = createIndexedDbStore()

async function visit({ kind: name, key }: Given): Promise<Seen> {
  const kind = kinds.find((each) => each.name === name)
  if (!kind) throw new Error(`There is no ${name}.`)
  const send: typeof globalThis.fetch = (input, init) => fetch(input, init)
  const page = { fetch: send, guard: <result>(work: () => Promise<result>) => work() }
  let asked = 0
  const payer = createPayer({
    methods: kind.methods({ page, origin: location.origin, account: privateKeyToAccount(key) }),
    store,
    approve: async ({ offers: [offer] }) => {
      asked++
      return offer && { offer, ...(kind.books === 'cards' && { input: { paymentMethod: 'pm_card_visa' } }) }
    },
  })
  const codes: string[] = []
  const url = `${location.origin}${kind.path}`
  const seen = await look(payer, url, kind, codes)
  const end = seen === 'again' ? standing(payer, url) : seen
  payer.destroy()
  return { visit: end === 'nothing' ? 'again' : end, codes, asked }
}

async function attempts(): Promise<{ phase: string; challenge: string }[]> {
  const all = await store.list('attempt/')
  return all.map(([, value]) => {
    const { phase, offer } = value as { phase: string; offer: { challenge: { id: string } } }
    return { phase, challenge: offer.challenge.id }
  })
}

const driven: Driven = { visit, attempts }
Object.assign(globalThis, { driven })
