import { type HDAccount, mnemonicToAccount } from 'viem/accounts'

const mnemonic = 'test test test test test test test test test test test junk'

/** An account of the well-known development mnemonic. Numbers 3 to 9 pay their fees in pathUSD. */
export function devAccount(addressIndex: number): HDAccount {
  return mnemonicToAccount(mnemonic, { addressIndex })
}

/** Who does what on a development chain; each has money from the start. */
export const devAccounts = {
  settler: () => devAccount(3),
  deployer: () => devAccount(4),
  faucet: () => devAccount(5),
  sponsor: () => devAccount(8),
  merchant: () => devAccount(9),
}
