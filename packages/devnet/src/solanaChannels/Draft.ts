import { type Address, lamports } from '@solana/kit'
import type { LiteSVM } from 'litesvm'
import { tokenAmount } from '../startSolanaTokens.js'
import { StepError } from './Step.js'

/** An account as far as steps change it. */
type Account = { readonly owner: Address; readonly lamports: bigint; readonly data: Uint8Array }

/** The accounts of a chain with changes that are not made yet, so that all of them are made or none. */
export type Draft = {
  get(id: Address): Account | undefined
  /** Puts an account in the place of another; `undefined` removes it. */
  put(id: Address, account: Account | undefined): void
  /** Moves tokens between two token accounts that are there. */
  move(from: Address, to: Address, amount: bigint): void
  /** Takes lamports from an account, or gives it some. */
  pay(id: Address, amount: bigint): void
  /** What an account of so many bytes has to hold. */
  rent(size: number): bigint
  /** Makes the changes. */
  make(): void
}

export function createDraft(svm: LiteSVM): Draft {
  const changes = new Map<Address, Account | undefined>()

  function need(id: Address): Account {
    const account = draft.get(id)
    if (!account) throw new StepError(`there is no account ${id}`)
    return account
  }

  function add(id: Address, amount: bigint) {
    const account = need(id)
    const data = Uint8Array.from(account.data)
    const held = tokenAmount(data) + amount
    if (held < 0n) throw new StepError('insufficient funds')
    new DataView(data.buffer).setBigUint64(64, held, true)
    draft.put(id, { ...account, data })
  }

  const draft: Draft = {
    get(id) {
      if (changes.has(id)) return changes.get(id)
      const found = svm.getAccount(id)
      if (!found.exists) return undefined
      const { programAddress: owner, lamports, data } = found
      return { owner, lamports, data }
    },
    put: (id, account) => void changes.set(id, account),
    move(from, to, amount) {
      // Also where nothing moves: the account has to be there.
      add(from, -amount)
      add(to, amount)
    },
    pay(id, amount) {
      const account = need(id)
      if (account.lamports + amount < 0n) throw new StepError('insufficient lamports')
      draft.put(id, { ...account, lamports: account.lamports + amount })
    },
    rent: (size) => svm.minimumBalanceForRentExemption(BigInt(size)),
    make() {
      for (const [id, account] of changes) {
        const { owner, lamports: held, data } = account ?? gone
        svm.setAccount({
          address: id,
          data,
          executable: false,
          lamports: lamports(held),
          programAddress: owner,
          space: BigInt(data.length),
        })
      }
    },
  }
  return draft
}

const gone: Account = {
  owner: '11111111111111111111111111111111' as Address,
  lamports: 0n,
  data: new Uint8Array(),
}
