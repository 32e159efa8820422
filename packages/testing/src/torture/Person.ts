import { BaseError, createPayer, type Payer, type PayerOptions } from '@payerkit/core'
import { createKeeper } from '@payerkit/core/stores'
import type { FaultProxy } from '../faults/createFaultProxy.js'
import type { Disk } from '../page/createDisk.js'
import type { Kind, Means } from './kinds.js'

/**
 * How it ended for the person: they have the thing; were told that nothing was paid; that it was paid and not
 * delivered; that it is not known; or it was paid and answered, and the answer was lost with the page or the line, or
 * is in the tab beside theirs. Of a session: what was left of the deposit was taken back through the chain.
 */
export type End = 'had' | 'nothing' | 'undelivered' | 'open' | 'lost' | 'beside' | 'forced'

/** What came of wanting a thing. */
export type Wanted = {
  readonly end: End
  /** The moments at which its pages could have died. */
  readonly steps: number
  /** How often the person was asked. */
  readonly asked: number
  /** Whether what they had was there for the next page, without another word to anybody; only where it is kept. */
  readonly again?: boolean | undefined
  /** Every error they saw. */
  readonly codes: readonly string[]
}

/** What one look at the page came to. */
export type Visit = End | 'again'

const open = (phase: string) => phase === 'unknown' || phase === 'paidUndelivered'

/** Somebody who wants one thing, and does what the screen tells them until that is over. */
export async function want(options: {
  readonly kind: Kind
  readonly disk: Disk
  readonly proxy: FaultProxy
  readonly means: Omit<Means, 'page'>
  /** The steps at which this tab's pages die, one after the other. */
  readonly deaths: readonly number[]
}): Promise<Wanted> {
  const { kind, disk, proxy, means } = options
  const url = `${proxy.url}${kind.path}`
  const deaths = [...options.deaths]
  const codes: string[] = []
  let asked = 0
  let steps = 0

  function load() {
    const page = disk.open()
    const death = deaths.shift()
    if (death !== undefined) page.dieAt(death)
    const payer = createPayer({
      methods: kind.methods({ ...means, page }),
      store: { ...page.store, keeper: createKeeper },
      fetch: page.fetch,
      approve: async ({ offers: [offer] }) => {
        asked++
        return offer && { offer, ...(kind.books === 'cards' && { input: { paymentMethod: 'pm_card_visa' } }) }
      },
    })
    return { page, payer }
  }

  let { page, payer } = load()
  let end: Visit = 'again'
  // Each reload, each fault and each answer that leaves it open takes a round.
  for (let round = 0; round < 8; round++) {
    const next = await Promise.race([look(payer, url, kind, codes), page.died.then(() => undefined)])
    const told = end === 'undelivered' && next === 'undelivered'
    if (next === undefined) {
      steps += page.steps
      payer.destroy()
      ;({ page, payer } = load())
    } else end = next
    // Who hears twice that it was paid and not delivered asks the seller.
    if (next === 'had' || next === 'lost' || told) break
  }
  if (end === 'again') end = standing(payer, url)
  steps += page.steps
  page.die()
  payer.destroy()
  const again = kind.keep && end === 'had' ? await hasAgain(disk.open().store, url, kind) : undefined
  return { end, steps, asked, codes, again }
}

/** Whether a thing that was kept is there for a page that can neither send nor pay. */
export async function hasAgain(
  store: PayerOptions['store'],
  url: string,
  kind: Pick<Kind, 'is'>,
): Promise<boolean> {
  const payer = createPayer({
    methods: [],
    store: store && { ...store, keeper: createKeeper },
    fetch: () => Promise.reject(new Error('There is no line.')),
  })
  const text = await payer.fetch(url, { payment: { keep: true } }).then(
    (response) => response.text(),
    () => '',
  )
  payer.destroy()
  return kind.is(text)
}

/** One look at the page: finishes what is open, or asks for the thing. */
export async function look(
  payer: Payer,
  url: string,
  { is, keep = false }: Pick<Kind, 'is' | 'keep'>,
  codes: string[],
): Promise<Visit> {
  try {
    await payer.attempts.ready()
    const mine = payer.attempts.list().filter((attempt) => attempt.url === url)
    // A page that was reloaded after the payment shows the receipt, and does not buy again by itself.
    if (!keep && mine.some(({ phase }) => phase === 'paid')) return 'lost'
    const [attempt] = mine.filter(({ phase }) => open(phase))
    const response = await (attempt
      ? payer.attempts.resume(attempt.id)
      : payer.fetch(url, { payment: { keep } }))
    const text = await response.text()
    if (!response.ok) return 'again'
    if (is(text)) return 'had'
    codes.push('wrong content')
    return 'lost'
  } catch (error) {
    codes.push(error instanceof BaseError ? error.code : `${error}`)
    const end = standing(payer, url)
    return end === 'nothing' ? 'again' : end
  }
}

/** Where the journal says that the money for a thing stands. */
export function standing(payer: Payer, url: string): End {
  const phases = payer.attempts.list().filter((attempt) => attempt.url === url)
  const has = (phase: string) => phases.some((attempt) => attempt.phase === phase)
  if (has('paid')) return 'lost'
  if (has('paidUndelivered')) return 'undelivered'
  return phases.some(({ phase }) => !['declined', 'cancelled', 'failed'].includes(phase)) ? 'open' : 'nothing'
}
