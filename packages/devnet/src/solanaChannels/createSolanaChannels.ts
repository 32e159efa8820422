import { type Address, address, type CompiledTransactionMessage } from '@solana/kit'
import type { LiteSVM } from 'litesvm'
import { channelProgram } from './ChannelAccount.js'
import { createDraft } from './Draft.js'
import { idleProgram } from './idleProgram.js'
import { type Parties, partiesOf } from './parties.js'
import { type Step, StepError } from './Step.js'
import { play } from './steps.js'

type Message = Extract<CompiledTransactionMessage, { version: 0 }>

/** What a transaction does beside what the runtime does of it. */
export type Effects = {
  /** Why it would fail, if it would; nothing is changed. */
  tryOut(slot: bigint): string | undefined
  /** Makes the changes. Only after the runtime has taken the transaction. */
  make(slot: bigint): void
}

/** A stand-in for the channel program. */
export type SolanaChannels = {
  /** What a transaction does with channels; `undefined` where it does nothing. */
  prepare(message: Message): Promise<Effects | undefined>
}

// What may stand in a transaction beside channels' steps: the runtime is done with all of these before those begin.
const neighbours: ReadonlySet<Address> = new Set([
  address('ComputeBudget111111111111111111111111111111'),
  address('Ed25519SigVerify111111111111111111111111111'),
  address('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr'),
])

/**
 * Plays the payment channels of draft-solana-session-00 on a chain of litesvm. The program's own binary cannot be had, so
 * one that does nothing lies at its address: with it the runtime checks signatures, blockhash, repetition and proofs
 * of vouchers, and takes the fee. What the program would do then is done here, to the runtime's own accounts.
 */
export function createSolanaChannels(svm: LiteSVM): SolanaChannels {
  svm.addProgram(channelProgram, idleProgram())

  return {
    async prepare(message) {
      const { staticAccounts, header } = message
      const steps = message.instructions.map(
        ({ programAddressIndex, accountIndices = [], data = new Uint8Array() }): Step => ({
          program: keyAt(staticAccounts, programAddressIndex),
          accounts: accountIndices.map((at) => keyAt(staticAccounts, at)),
          data: Uint8Array.from(data),
        }),
      )
      if (steps.every(({ program }) => program !== channelProgram)) return undefined
      const parties = new Map<Step, Parties>()
      const problem = await find()
      const signed = new Set(staticAccounts.slice(0, header.numSignerAccounts))

      async function find(): Promise<string | undefined> {
        try {
          for (const step of steps)
            if (step.program === channelProgram) parties.set(step, await partiesOf(step, createDraft(svm)))
            else if (!neighbours.has(step.program))
              throw new StepError(`the stand-in has no channels beside ${step.program}`)
          return undefined
        } catch (error) {
          return reasonOf(error)
        }
      }

      function run(slot: bigint) {
        const draft = createDraft(svm)
        const { unixTimestamp: time } = svm.getClock()
        for (const [index, step] of steps.entries()) {
          const whose = parties.get(step)
          const before = steps[index - 1]
          if (whose) play({ draft, slot, time, signed, step, before, parties: whose })
        }
        return draft
      }

      return {
        tryOut(slot) {
          try {
            if (problem === undefined) run(slot)
            return problem
          } catch (error) {
            return reasonOf(error)
          }
        },
        make: (slot) => run(slot).make(),
      }
    },
  }
}

function keyAt(keys: readonly Address[], at: number): Address {
  const key = keys[at]
  // Of a lookup table, which nothing here uses.
  if (!key) throw new StepError('an account is not in the transaction')
  return key
}

function reasonOf(error: unknown): string {
  if (error instanceof StepError) return error.message
  throw error
}
