import type { CardInput } from '@payerkit/core/stripe'
import type { CardDriver } from './cardDriver.js'

/** Hands the card to somebody else, who pays and says what became of it. */
export type SlotDriver = CardDriver & {
  use(approve: (input: CardInput) => void): void
  /** The payment came to nothing. */
  fail(error: Error | undefined): void
}

export function createSlotDriver(): SlotDriver {
  let approve: (input: CardInput) => void = () => {}
  let reject: ((error: unknown) => void) | undefined

  return {
    use(next) {
      approve = next
    },
    charge: (_, input) =>
      // Paid, it is not told: whoever asked takes the form away.
      new Promise((_, refuse) => {
        reject = refuse
        approve(input)
      }),
    fail(error) {
      reject?.(error ?? new Error('The payment was not made.'))
      reject = undefined
    },
  }
}
