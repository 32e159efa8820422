import { setTimeout as wait } from 'node:timers/promises'
import { BaseError, createPayer, type Payer } from '@payerkit/core'
import { createKeeper } from '@payerkit/core/stores'
import { tempoSession } from '@payerkit/core/tempo'
import { createClient, custom, type LocalAccount } from 'viem'
import type { Disk, Page } from '../page/createDisk.js'
import type { SessionKind } from './sessionKinds.js'
import { rpcOf } from './Wallet.js'

/** Who pays as they go, over the reloads of their page. */
export type SessionPerson = {
  /** Does all steps and closes; settled when it is closed or the person has tried often enough. */
  live(): Promise<void>
  /** Takes back through the chain what no seller gave back: asks for it, or withdraws once the grace period is over. */
  force(chainUrl: string, ahead: number): Promise<void>
  /** Units that were delivered. */
  readonly had: number
  /** All that the person agreed to have deposited. */
  readonly agreed: bigint
  readonly steps: number
  readonly codes: readonly string[]
  /** Whether something was left to take back. */
  readonly forced: boolean
  /** What they are at. */
  readonly doing: string
  /** The channels that are not closed, as the person's own page knows them. */
  left(): Promise<readonly string[]>
}

const tries = 6

/** How long a person waits who is told that it did not work, in milliseconds; for a minute, a few times a part of it. */
export const patienceOf = (code: string, tried: number) =>
  code === 'session_deposit_pending' ? 14_000 : 100 * tried

export function createSessionPerson(options: {
  readonly kind: SessionKind
  readonly disk: Disk
  readonly origin: string
  readonly account: LocalAccount
  readonly deaths: readonly number[]
}): SessionPerson {
  const { kind, disk, origin, account } = options
  const url = `${origin}${kind.path}`
  const deaths = [...options.deaths]
  const codes: string[] = []
  let had = 0
  let agreed = 0n
  let steps = 0
  let doing = ''
  let forced = false

  function load(chainUrl = `${origin}/rpc`, ahead = 0): { page: Page; payer: Payer } {
    const page = disk.open()
    const death = deaths.shift()
    if (death !== undefined) page.dieAt(death)
    const client = createClient({
      account,
      transport: custom({ request: rpcOf(page, chainUrl) }, { retryCount: 0 }),
    })
    const payer = createPayer({
      methods: [tempoSession({ client })],
      store: { ...page.store, keeper: createKeeper },
      fetch: page.fetch,
      now: () => Date.now() + ahead,
      approve: async ({ offers: [offer] }) => {
        agreed += (offer?.session?.adds ? offer.amount.value : offer?.session?.limit.value) ?? 0n
        return offer && { offer }
      },
    })
    return { page, payer }
  }

  let { page, payer } = load()

  /** Does something until it is done, over reloads; `false` when it could not be done. */
  async function insist(work: (payer: Payer) => Promise<void>, most: number): Promise<boolean> {
    let told = ''
    for (let n = 0; n < most; n++) {
      const done = work(payer).then(
        () => true,
        (error: unknown) => {
          const code = error instanceof BaseError ? error.code : `${error}`
          codes.push(code)
          told = code
          return false
        },
      )
      const result = await Promise.race([done, page.died.then(() => undefined)])
      if (result) return true
      if (result === undefined) reload()
      else await wait(patienceOf(told, n))
    }
    return false
  }

  function reload(chainUrl?: string, ahead?: number): void {
    steps += page.steps
    page.die()
    payer.destroy()
    ;({ page, payer } = load(chainUrl, ahead))
  }

  const open = async (payer: Payer) => {
    await payer.channels?.refresh()
    return (payer.channels?.list() ?? []).filter(({ status }) => status !== 'closed')
  }

  return {
    async live() {
      for (const step of kind.steps) {
        doing = step.name
        await insist(
          async (payer) => {
            had += await step.run(payer.session(url, kind.payment), url)
          },
          step.once ? 1 : tries,
        )
      }
      doing = 'close'
      await insist(async (payer) => {
        for (const { id } of await open(payer)) await payer.channels?.close(id)
        const rest = await open(payer)
        if (rest.length > 0) throw new Error(`still ${rest.map(({ status }) => status).join(', ')}`)
      }, tries / 2)
    },
    async force(chainUrl, ahead) {
      reload(chainUrl, ahead)
      await insist(async (payer) => {
        for (const { id, status } of await open(payer)) {
          forced = true
          if (status === 'withdrawable') await payer.channels?.withdraw(id)
          else if (status !== 'closeRequested') await payer.channels?.requestClose(id)
        }
      }, tries)
    },
    get had() {
      return had
    },
    get agreed() {
      return agreed
    },
    get steps() {
      return steps + page.steps
    },
    codes,
    get forced() {
      return forced
    },
    get doing() {
      return doing
    },
    async left() {
      const rest = await open(payer)
      page.die()
      payer.destroy()
      return rest.map(({ status }) => status)
    },
  }
}
