import { type Address, address, getAddressEncoder, getProgramDerivedAddress } from '@solana/kit'
import { associatedAccount } from '../startSolanaTokens.js'
import { channelProgram, readChannel } from './ChannelAccount.js'
import type { Draft } from './Draft.js'
import { type Step, StepError } from './Step.js'

/** Whose channel a step is for, and the accounts that follow from that. None of it ever changes for a channel. */
export type Parties = {
  readonly id: Address
  readonly bump: number
  readonly payer: Address
  readonly payee: Address
  readonly mint: Address
  readonly tokenProgram: Address
  /** Where the payer, the channel, the payee and the program's treasury have tokens. */
  readonly own: Address
  readonly escrow: Address
  readonly theirs: Address
  readonly treasury: Address
  /** What the program's events come from. */
  readonly events: Address
}

type Who = Pick<Parties, 'id' | 'bump' | 'payer' | 'payee' | 'mint' | 'tokenProgram'>

// Where the channel stands among the accounts of each instruction but the first.
const places: { readonly [instruction: number]: number } = { 3: 1, 4: 1, 5: 1, 6: 0, 7: 0, 8: 1 }

const treasuryOwner = address('Cs2zdfUNonRdRGsiZUQQLdTxzxVvJZmgiX2mpLYKuEqP')
const encoder = getAddressEncoder()
const text = (value: string) => new TextEncoder().encode(value)

/**
 * Finds out whose a step is: of an opening by its own accounts, of the others by the channel's account.
 *
 * @throws StepError when it names no channel.
 */
export async function partiesOf(step: Step, draft: Draft): Promise<Parties> {
  const who = step.data[0] === 1 ? await opening(step) : known(step, draft)
  const { mint, tokenProgram } = who
  const tokensOf = (owner: Address) => associatedAccount(owner, mint, tokenProgram)
  const [events] = await getProgramDerivedAddress({
    programAddress: channelProgram,
    seeds: [text('event_authority')],
  })
  return {
    ...who,
    own: await tokensOf(who.payer),
    escrow: await tokensOf(who.id),
    theirs: await tokensOf(who.payee),
    treasury: await tokensOf(treasuryOwner),
    events,
  }
}

async function opening({ accounts, data }: Step): Promise<Who> {
  const [payer, , payee, mint, signer] = accounts
  const tokenProgram = accounts[8]
  if (!payer || !payee || !mint || !signer || !tokenProgram || data.length < 29)
    throw new StepError('an opening has more accounts')
  const keys = [payer, payee, mint, signer].map((key) => encoder.encode(key))
  const seeds = [text('channel'), ...keys, data.slice(1, 9), data.slice(21, 29)]
  const [id, bump] = await getProgramDerivedAddress({ programAddress: channelProgram, seeds })
  return { id, bump, payer, payee, mint, tokenProgram }
}

function known({ accounts, data }: Step, draft: Draft): Who {
  const place = places[data[0] ?? 0]
  if (place === undefined) throw new StepError(`the stand-in has no instruction ${data[0]}`)
  const id = accounts[place]
  const account = id && draft.get(id)
  const channel = account?.owner === channelProgram ? readChannel(account.data) : undefined
  const tokenProgram = channel && draft.get(channel.mint)?.owner
  if (!id || !channel || !tokenProgram) throw new StepError('there is no such channel')
  const { bump, payer, payee, mint } = channel
  return { id, bump, payer, payee, mint, tokenProgram }
}
