import type { Address, Chain, Client, Transport } from 'viem'
import { Actions } from 'viem/tempo'
import { devAccounts } from './devAccounts.js'
import { call } from './jsonRpc.js'
import { createQueue } from './queue.js'

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
  readonly #inTurn = createQueue()

  constructor(options: FaucetOptions) {
    this.#options = options
  }

  /** Tops an address up to `faucetAmount` of the token; gives the balance afterwards. */
  fund(address: Address): Promise<bigint> {
    return this.#inTurn(() => this.#topUp(address))
  }

  /** Gives an address so much more of the development chain's token, and gas for ordinary transactions. */
  give(address: Address, amount: bigint): Promise<void> {
    return this.#inTurn(() => this.#give(address, amount))
  }

  async #topUp(to: Address) {
    const { client, nodeUrl } = this.#options
    if (nodeUrl === undefined) await Actions.faucet.fundSync(client, { account: to })
    else await this.#give(to, faucetAmount - (await this.#balance(to)))
    return this.#balance(to)
  }

  async #give(to: Address, amount: bigint) {
    const { client, nodeUrl, token } = this.#options
    // Wallets that know only ordinary transactions pay gas from the native balance here.
    if (nodeUrl !== undefined) await call(nodeUrl, 'anvil_setBalance', [to, nativeBalance])
    if (amount > 0n)
      await Actions.token.transferSync(client, { account: devAccounts.faucet(), token, to, amount })
  }

  async #balance(account: Address) {
    const { client, token } = this.#options
    return (await Actions.token.getBalance(client, { account, token })).amount
  }
}
