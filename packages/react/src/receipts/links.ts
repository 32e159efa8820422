import type { ReceiptEntry } from './ReceiptEntry.js'

// By chain id. Each has its transactions under /tx/ and the hash.
const explorers = new Map([
  [1, 'https://etherscan.io'],
  [10, 'https://optimistic.etherscan.io'],
  [56, 'https://bscscan.com'],
  [137, 'https://polygonscan.com'],
  [4217, 'https://explore.tempo.xyz'],
  [8453, 'https://basescan.org'],
  [42161, 'https://arbiscan.io'],
  [42431, 'https://explore.testnet.tempo.xyz'],
  [43114, 'https://snowtrace.io'],
  [84532, 'https://sepolia.basescan.org'],
  [11155111, 'https://sepolia.etherscan.io'],
])

/**
 * The page of a payment: its transaction in the chain's explorer, or in the seller's dashboard at Stripe. Only for a
 * reference that looks as it should, and made of nothing else that a server sent.
 *
 * @example
 * ```tsx
 * <ReceiptList linkOf={(receipt) => (receipt.by === 'card' ? undefined : receiptLink(receipt))} />
 * ```
 */
export function receiptLink(
  receipt: Pick<ReceiptEntry, 'by' | 'method' | 'amount' | 'chainId' | 'reference'>,
): string | undefined {
  const { by, method, amount, chainId, reference = '' } = receipt
  // A channel's id looks like a transaction's hash, and where nothing was paid there is no transaction.
  if (by === 'session' || amount.value === 0n) return undefined
  if (method === 'stripe')
    return /^pi_[A-Za-z0-9]{8,64}$/.test(reference)
      ? `https://dashboard.stripe.com/payments/${reference}`
      : undefined
  const explorer = chainId === undefined ? undefined : explorers.get(chainId)
  return explorer && /^0x[\da-f]{64}$/i.test(reference) ? `${explorer}/tx/${reference}` : undefined
}

/** A link of the application's own, if a browser opens it as a page. */
export function safeLink(link: string | undefined): string | undefined {
  return link !== undefined && URL.canParse(link) && /^https?:$/.test(new URL(link).protocol)
    ? link
    : undefined
}
