import { BaseError, createPayer, type Payer, type PayerOptions } from '@payerkit/core'
import { createIndexedDbStore } from '@payerkit/core/stores'
import { tempoSession } from '@payerkit/core/tempo'
import { createClient, custom, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { kinds } from '../kinds.js'
import { hasAgain, look, standing, type Visit } from '../Person.js'
import { sessionKinds } from '../sessionKinds.js'
import { rpcOf } from '../Wallet.js'

// What runs in the browser's page.

/** What a page is told. */
export type Given = { readonly kind: string; readonly key: Hex }

/** What a look at the page came to. */
export type Seen = { readonly visit: Visit; readonly codes: readonly string[]; readonly asked: number }

/** What the page offers to whoever drives it. */
export type Driven = {
  visit(given: Given): Promise<Seen>
  /** Whether what was bought is there without a line. */
  again(given: Given): Promise<boolean>
  attempts(): Promise<{ phase: string; challenge: string }[]>
  /** Does one of the steps of a session; the units that it brought, or why it did not work. */
  step(given: Given, index: number): Promise<{ had: number; code?: string }>
  /** Has every channel closed by the seller, or through the chain; where those stand that are not closed. */
  close(given: Given, forced?: { ahead: number }): Promise<string[]>
  /** All that the person agreed to have deposited, over all pages. */
  agreed(): Promise<string>
}

const store = createIndexedDbStore()
const line = {
  fetch: ((input, init) => fetch(input, init)) as typeof globalThis.fetch,
  guard: <result>(work: () => Promise<result>) => work(),
}

const codeOf = (error: unknown) => (error instanceof BaseError ? error.code : `${error}`)

async function visit({ kind: name, key }: Given): Promise<Seen> {
  const kind = kinds.find((each) => each.name === name)
  if (!kind) throw new Error(`There is no ${name}.`)
  let asked = 0
  const payer = createPayer({
    methods: kind.methods({ page: line, origin: location.origin, account: privateKeyToAccount(key) }),
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

async function again({ kind: name }: Given): Promise<boolean> {
  const kind = kinds.find((each) => each.name === name)
  return kind !== undefined && hasAgain(store, `${location.origin}${kind.path}`, kind)
}

async function attempts(): Promise<{ phase: string; challenge: string }[]> {
  const all = await store.list('attempt/')
  return all.map(([, value]) => {
    const { phase, offer } = value as { phase: string; offer: { challenge: { id: string } } }
    return { phase, challenge: offer.challenge.id }
  })
}

let sessions: Payer | undefined
function sessionPayer(key: Hex, more?: Pick<PayerOptions, 'now'>): Payer {
  const account = privateKeyToAccount(key)
  const request = rpcOf(line, `${location.origin}/rpc`)
  const client = createClient({ account, transport: custom({ request }, { retryCount: 0 }) })
  return createPayer({
    ...more,
    methods: [tempoSession({ client })],
    store,
    approve: async ({ offers: [offer] }) => {
      const { adds, limit } = offer?.session ?? {}
      // Other than IndexedDB this is written at once, whatever becomes of the page.
      localStorage.setItem(
        `agreed/${crypto.randomUUID()}`,
        String((adds ? offer?.amount.value : limit?.value) ?? 0n),
      )
      return offer && { offer }
    },
  })
}

async function step({ kind: name, key }: Given, index: number): Promise<{ had: number; code?: string }> {
  const kind = sessionKinds.find((each) => each.name === name)
  const step = kind?.steps[index]
  if (!kind || !step) throw new Error(`There is no step ${index} of ${name}.`)
  sessions ??= sessionPayer(key)
  const url = `${location.origin}${kind.path}`
  try {
    return { had: await step.run(sessions.session(url, kind.payment), url) }
  } catch (error) {
    return { had: 0, code: codeOf(error) }
  }
}

async function close({ key }: Given, forced?: { ahead: number }): Promise<string[]> {
  const now = () => Date.now() + (forced?.ahead ?? 0)
  const { channels, destroy } = sessionPayer(key, { now })
  const open = () => (channels?.list() ?? []).filter(({ status }) => status !== 'closed')
  await channels?.refresh()
  for (const { id, status } of open()) {
    const work = !forced
      ? channels?.close(id)
      : status === 'withdrawable'
        ? channels?.withdraw(id)
        : status === 'closeRequested'
          ? undefined
          : channels?.requestClose(id)
    await work?.catch(() => {})
  }
  await channels?.refresh()
  destroy()
  return open().map(({ status }) => status)
}

async function agreed(): Promise<string> {
  const all = Object.entries(localStorage).filter(([name]) => name.startsWith('agreed/'))
  return String(all.reduce((sum, [, value]) => sum + BigInt(value), 0n))
}

const driven: Driven = { visit, again, attempts, step, close, agreed }
Object.assign(globalThis, { driven })
