import { createPayer } from '../../../../payer/createPayer.js'
import type { Offer } from '../../../../payer/Offer.js'
import { createMemoryStore } from '../../../../stores/MemoryStore.js'
import type { Store } from '../../../../stores/Store.js'
import { keypairAccount, type SolanaAccount } from '../../Account.js'
import * as Transaction from '../../Transaction.js'
import type { Program } from '../Program.js'
import { solanaSession } from '../SolanaSession.js'
import { type Bank, mint } from './bank.js'

/** What a new customer has of the token. */
export const money = 5_000_000n

const token = {
  address: mint,
  network: 'localnet',
  symbol: 'USDC',
  decimals: 6,
  tokenProgram: 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  currency: 'usd',
} as const

export type CustomerOptions = {
  readonly account?: SolanaAccount
  readonly store?: Store
  readonly now?: () => number
  readonly operatorSigns?: boolean
  readonly programs?: readonly Program[]
  /** Called when the person is asked. */
  readonly asked?: () => void
}

/** A new account with {@link money}. */
export async function newAccount(bank: Bank): Promise<SolanaAccount> {
  const account = await keypairAccount(crypto.getRandomValues(new Uint8Array(32)))
  bank.wallets.add(account.address)
  bank.give(account.address, money)
  return account
}

/** A payer that says yes to everything, what it was asked, and what its account signed. */
export async function customerOf(bank: Bank, options: CustomerOptions = {}) {
  const account = options.account ?? (await newAccount(bank))
  const asked: Offer[] = []
  const signed: Transaction.Parsed[] = []
  const messages: string[] = []
  const { signMessage } = account
  const watched: SolanaAccount = {
    ...account,
    ...(signMessage && {
      signMessage(message) {
        messages.push(new TextDecoder().decode(message))
        return signMessage(message)
      },
    }),
    async signTransaction(transaction, network) {
      signed.push(Transaction.parse(transaction))
      return (await account.signTransaction?.(transaction, network)) ?? transaction
    },
  }
  const { store = createMemoryStore(), now, operatorSigns, programs } = options
  const method = solanaSession({ account: watched, rpc: bank.rpc, mints: [token], operatorSigns, programs })
  const payer = createPayer({
    methods: [method],
    store,
    ...(now && { now }),
    approve: async ({ offers }) => {
      const [offer] = offers
      if (!offer) throw new Error('nothing was offered')
      asked.push(offer)
      options.asked?.()
      return { offer }
    },
  })
  return { payer, method, account, asked, signed, messages, store, held: () => bank.held(account.address) }
}

/** The code of what something throws. */
export async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'nothing was thrown',
    (error: { code?: unknown }) => error.code ?? error,
  )
}
