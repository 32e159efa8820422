import { BaseError } from '../Errors.js'
import type { Keeper } from '../stores/Keeper.js'
import { type Attempt, CancelledError, type Journal, NobodyToAskError } from './Attempt.js'
import type { Offer } from './Offer.js'
import { type Approve, NoOfferError, type PayOptions, type Reading } from './Quote.js'
import { anySignal, orAborted } from './Signal.js'

// From what could be paid with to what is: within a budget, or by the person's yes. From here on it is in the journal.

/** The payer, as its choices see it. */
type Host = {
  readonly journal: Journal
  readonly keeper: Keeper | undefined
  /** Ends with the payer. */
  readonly signal: AbortSignal
  /** Who can be asked; the latest is. */
  readonly approvers: readonly Approve[]
  /** @throws BaseError when the policy forbids the offer; else whether a budget covers it. */
  judge(offer: Offer): 'allow' | 'ask'
  /** @throws BaseError when the policy or the call forbids the offer, or it is over. */
  check(offer: Offer, pays: PayOptions): void
}

/** What was tried for one purchase. */
export type Round = {
  /** What would buy the same thing has the same key. */
  readonly key: string
  /** The one offer that the page has chosen, if it has. */
  readonly only: Offer | undefined
  /** The challenges that somebody said yes to. */
  readonly tried: Set<string>
  /** Whether the person was asked, and no budget said yes. */
  asked: boolean
}

/** What was said yes to: an attempt by its offer, with what the screen collected for it. */
type Chosen = { readonly attempt: Attempt; readonly input?: unknown }

/** Finds out what is paid with. */
export type Chooser = {
  choose(reading: Reading, pays: PayOptions, round: Round): Promise<Chosen>
  /** Asks the person, and says so in the journal; throws when the answer is no. */
  ask(attempt: Attempt, reading: Reading, pays: PayOptions, signal?: AbortSignal): Promise<Chosen>
}

export function createChooser({ journal, keeper, signal: life, approvers, judge, check }: Host): Chooser {
  /** Runs what spends from the budget, in its turn where other tabs do. */
  const counted = <result>(work: () => Promise<result>) => keeper?.counted(work) ?? work()

  async function choose(reading: Reading, pays: PayOptions, round: Round): Promise<Chosen> {
    life.throwIfAborted()
    const { key, only, tried } = round
    const fresh = reading.offers.filter((offer) => !tried.has(offer.challenge.id))
    const picked = only ?? pays.offer?.(fresh)
    const refused = [...reading.refused]
    const offers = fresh.filter((offer) => {
      if ((only || pays.offer) && offer !== picked) return false
      try {
        check(offer, pays)
        return true
      } catch (error) {
        refused.unshift({ challenge: offer.challenge, error: error as BaseError })
        return false
      }
    })
    const [first] = offers
    if (!first) {
      const [reason] = refused
      // Where there was but one offer, its own reason says it best.
      if (fresh.length === 1 && reason && !reading.refused[0]) throw reason.error
      throw new NoOfferError({ ...reading, refused })
    }
    const attempt = await counted(async () => {
      // A budget says yes, but it has no card to enter, and whoever was asked already is asked again.
      const within = round.asked
        ? undefined
        : offers.find((offer) => judge(offer) === 'allow' && offer.prompt !== 'card')
      // From the judgement to the journal nothing waits, so that two requests cannot spend the same budget.
      const phase = within ? 'authorizing' : 'approving'
      return journal.begin({ key, url: reading.url, offer: within ?? first }, phase)
    })
    round.asked = attempt.phase === 'approving'
    const chosen = round.asked ? await ask(attempt, { ...reading, offers }, pays, pays.signal) : { attempt }
    tried.add(chosen.attempt.offer.challenge.id)
    return chosen
  }

  async function ask(
    attempt: Attempt,
    reading: Reading,
    pays: PayOptions,
    signal?: AbortSignal,
  ): Promise<Chosen> {
    const approve = pays.approve ?? approvers.at(-1)
    try {
      if (!approve) throw new NobodyToAskError()
      const ended = anySignal(life, signal)
      ended.throwIfAborted()
      const { offers, refused, url } = reading
      const approval = await orAborted(approve({ offers, refused, url, signal: ended }), ended)
      if (!approval) throw new CancelledError()
      const { offer, input } = approval
      // A copy of an offer is not what was described.
      if (!offers.includes(offer)) throw new NoOfferError(reading)
      return await counted(async () => {
        // While the person was reading, other payments may have used what the limits leave.
        check(offer, pays)
        return { attempt: await journal.move(attempt.id, 'authorizing', { offer }), input }
      })
    } catch (error) {
      const known = error instanceof BaseError ? error : undefined
      const cancelled = signal?.aborted || known?.code === 'cancelled'
      await journal.move(attempt.id, cancelled ? 'cancelled' : 'failed', { error: known })
      throw error
    }
  }

  return { choose, ask }
}
