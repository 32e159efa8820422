import type { ChainAccount } from '../../../chain/Client.js'
import { createMemoryStore } from '../../../stores/MemoryStore.js'
import { type EvmOptions, evm } from '../charge/Charge.js'
import { chainId, chargeChallenge, spender } from './challenges.js'
import { fakeChain } from './fakeChain.js'

// `evm/charge` on a chain that answers from a few numbers.

const signature = `0x${'11'.repeat(64)}1b` as const
const inAMinute = () => new Date(Date.now() + 60_000).toISOString()

export type Setup = {
  types?: string[]
  details?: object
  change?: object
  own?: object
  options?: Partial<EvmOptions>
  account?: ChainAccount
} & Omit<NonNullable<Parameters<typeof fakeChain>[0]>, 'account'>

/** The method, a charge that it is asked for, and a wallet that signs whatever it is shown. */
export function setup({
  types = ['authorization'],
  details,
  change,
  own,
  options,
  account,
  ...chain
}: Setup = {}) {
  const answers = { eth_signTypedData_v4: signature, ...chain.answers }
  const { client, numbers, sent } = fakeChain({ ...chain, ...(account ? { account } : {}), answers })
  const method = evm({ client, ...options })
  const challenge = chargeChallenge(
    change,
    { credentialTypes: types, spender, ...details },
    { expires: inAMinute(), ...own },
  )
  const request = method.read(challenge)
  const context = { challenge, now: Date.now, store: createMemoryStore(), idempotencyKey: 'key' }
  return {
    ...{ client, numbers, sent, method, context },
    describe: async () => method.describe(request, context),
    capable: async () => method.capable?.(request, context),
    authorize: (more: object = {}) => method.authorize(request, { ...context, ...more }),
    resolve: (authorization?: Awaited<ReturnType<typeof method.authorize>>) =>
      method.resolve?.(request, { ...context, authorization }),
  }
}

export const batching = {
  wallet_getCapabilities: { [`0x${chainId.toString(16)}`]: { atomic: { status: 'supported' } } },
}
export const contractWallet = { eth_getCode: '0x60016002' }
export const keyWithCode = { eth_getCode: `0xef0100${'ab'.repeat(20)}` }
