import type { Address, Chain, Client, Transport } from 'viem'
import { Actions } from 'viem/tempo'
import { devAccounts } from './devAccounts.js'
import { call } from './jsonRpc.js'

const faucetAmount = 25_000_000n
const nativeBalance = '0x21e19e0c9bab2400000'

export type FaucetOptions = {
  client: Client<Transport, Chain>
  /** The development chain's own address; without one, the public testnet's faucet is asked. */
  nodeUrl?: string | undefined
  token: Address
}

/** Gives test money. */
export class Faucet {
  readonly #options: FaucetOptions
  // One transfer at a time: the transfers share the faucet account's nonce.
  #queue: Promise<unknown> = Promise.resolve()

  constructor(options: FaucetOptions) {
    this.#options = options
  }

  /** Tops an address up to `faucetAmount` of the token; gives the balance afterwards. */
  fund(address: Address): Promise<bigint> {
    const result = this.#queue.then(() => this.#topUp(address))
    this.#queue = result.catch(() => undefined)
    return result
  }

  async #topUp(to: Address) {
    const { client, nodeUrl, token } = this.#options
    if (nodeUrl === undefined) {
      await Actions.faucet.fundSync(client, { account: to })
      return this.#balance(to)
    }
    // Wallets that know only ordinary transactions pay gas from the native balance here.
    await call(nodeUrl, 'anvil_setBalance', [to, nativeBalance])
    const missing = faucetAmount - (await this.#balance(to))
    if (missing > 0n)
      await Actions.token.transferSync(client, { account: devAccounts.faucet(), token, to, amount: missing })
    return this.#balance(to)
  }

  async #balance(account: Address) {
    const { client, token } = this.#options
    return (await Actions.token.getBalance(client, { account, token })).amount
  }
}
