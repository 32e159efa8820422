import { createPayer } from '../../payer/createPayer.js'
import type { Payer } from '../../payer/Payer.js'
import type { Approve } from '../../payer/Quote.js'
import * as Record from '../Record.js'
import { createDisk, type Disk, type Tab } from './disk.js'
import { type Bank, createBank, createRail } from './rail.js'
import { openSite, type Site } from './site.js'

/** One shop, one chain, one disk, and the tabs of one person. */
export type World = {
  readonly disk: Disk
  readonly bank: Bank
  readonly site: Site
  readonly payment: Payment
  readonly tabs: Map<number, { readonly tab: Tab; readonly payer: Payer }>
  /** Whether the person says yes. */
  mood: boolean
  /** What the person agreed to have deposited. */
  agreed: bigint
  /** What they said yes to: `open` or `add`. */
  readonly asked: string[]
  /** Requests that were answered. */
  served: number
  /** The payer of a tab; of a new one where it is dead. */
  open(index: number): Payer
  /** Kills every tab. */
  killAll(): void
}

/** What may be deposited and signed ahead, as the page says it. */
export type Payment = { readonly deposit: string; readonly maxDeposit: string; readonly headroom: string }

/** So little that everything runs short all the time, and what is enough. */
export const scarce: Payment = { deposit: '0.006', maxDeposit: '0.02', headroom: '0.004' }
export const ample: Payment = { deposit: '0.03', maxDeposit: '0.3', headroom: '0.024' }

// Milliseconds that a node may be behind.
const lag = 3_000

/** @param seed of how long everything takes. */
export function createWorld(seed: number, payment: Payment): World {
  const random = createRandom(seed)
  const disk = createDisk(() => random(2) * random(20))
  const bank = createBank(undefined, () => Date.now())
  const rail = createRail(bank)
  const site = openSite(bank, disk, BigInt(Number(payment.headroom) * 1e6))
  site.latency = () => random(40)

  const { broadcast, close, payer: owned } = bank
  let before = { channels: structuredClone(bank.channels), until: 0 }
  /** Changes the chain; a node may be behind for a while, and then says what was so before. */
  function change(work: () => void): void {
    const channels = structuredClone(bank.channels)
    work()
    before = { channels, until: Date.now() + random(2) * random(lag) }
  }
  bank.seen = () => (Date.now() < before.until ? before.channels : bank.channels)
  bank.close = (id, captured) => change(() => close(id, captured))
  bank.broadcast = (transaction) => {
    change(() => broadcast(transaction))
    // What came back may be deposited again.
    const out = owned - bank.payer
    if (out > world.agreed)
      site.wrongs.push(`${out} is out of the account, but ${world.agreed} was agreed to`)
  }

  const approve: Approve = async ({ offers: [offer] }) => {
    if (!offer) return undefined
    if (!offer.session?.adds) site.wrongs.push(...usable().map((id) => `asked to open beside ${id}`))
    if (!world.mood) return undefined
    world.asked.push(offer.session?.adds ? 'add' : 'open')
    world.agreed += offer.session?.adds ? offer.amount.value : (offer.session?.limit.value ?? 0n)
    return { offer }
  }

  /** Channels that could pay for one unit more without a question, as the chain, the server and the disk have it. */
  function usable(): string[] {
    return recordsOf(disk)
      .filter(({ identity: { id }, channel: { status, limit } }) => {
        const account = site.accounts.get(id)
        const held = bank.channels.get(id)
        if (!account || account.finalized || !held || held.closesAt) return false
        return ['active', 'voucherNeeded'].includes(status) && account.spent + site.price <= limit
      })
      .map(({ identity: { id } }) => id)
  }

  const world: World = {
    disk,
    bank,
    site,
    payment,
    tabs: new Map(),
    mood: true,
    agreed: 0n,
    asked: [],
    served: 0,
    open(index) {
      const known = world.tabs.get(index)
      if (known?.tab.alive) return known.payer
      known?.payer.destroy()
      const tab = disk.open()
      const { store } = tab
      const fetch = site.fetch(tab)
      const payer = createPayer({ methods: [rail], approve, store, fetch, now: () => Date.now() })
      world.tabs.set(index, { tab, payer })
      return payer
    },
    killAll() {
      for (const { tab, payer } of world.tabs.values()) {
        tab.die()
        payer.destroy()
      }
      world.tabs.clear()
    },
  }
  return world
}

/** The records of channels on a disk. */
export const recordsOf = ({ values }: Disk): Record.Record[] => [...values.values()].filter(Record.is)

function createRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
}
