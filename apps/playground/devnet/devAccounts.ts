import { type HDAccount, mnemonicToAccount } from 'viem/accounts'

const mnemonic = 'test test test test test test test test test test test junk'

/** An account of the well-known development mnemonic. Numbers 3 to 9 pay their fees in pathUSD. */
function devAccount(addressIndex: number): HDAccount {
  return mnemonicToAccount(mnemonic, { addressIndex })
}

export const devAccounts = {
  faucet: () => devAccount(5),
  sponsor: () => devAccount(8),
  merchant: () => devAccount(9),
}
