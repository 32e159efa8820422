import { createClient, defineChain, http } from 'viem'
import { prepareTransactionRequest, sendRawTransactionSync, signTransaction } from 'viem/actions'
import { tempoModerato } from 'viem/tempo/chains'
import { createWallet, type Options, type RpcCall, type Wallet } from '../../../chain/testing/wallets.js'

export { createPlainWallet, plainChain, RpcError, type Wallet } from '../../../chain/testing/wallets.js'

type RpcTransaction = { calls: readonly RpcCall[] } & { [field: string]: string }

/** A wallet that knows Tempo transactions besides what every wallet knows: several calls at once, and signing for a server to send. */
export function createTempoWallet(options: Options): Wallet {
  const { account, url } = options
  const chain = defineChain({ ...tempoModerato, id: options.chainId, rpcUrls: { default: { http: [url] } } })
  const client = createClient({ account, chain, transport: http(url) })
  async function send(calls: readonly RpcCall[]): Promise<string> {
    const validBefore = Math.floor(Date.now() / 1000) + 25
    const request = { account, calls, nonceKey: 'expiring' as const, validBefore }
    const prepared = await prepareTransactionRequest(client, request)
    const serializedTransaction = await signTransaction(client, prepared as never)
    return (await sendRawTransactionSync(client, { serializedTransaction })).transactionHash
  }
  return createWallet(options, {
    eth_sendTransaction: ({ to, data }: RpcCall) => send([{ to, ...(data ? { data } : {}) }]),
    eth_signTransaction: (t: RpcTransaction) => {
      const number = (field: string) => BigInt(t[field] ?? 0)
      const request = {
        account,
        type: 'tempo',
        chainId: Number(number('chainId')),
        calls: t.calls.map(({ to, data }) => ({ to, data })),
        gas: number('gas'),
        maxFeePerGas: number('maxFeePerGas'),
        maxPriorityFeePerGas: number('maxPriorityFeePerGas'),
        nonce: 0,
        nonceKey: number('nonceKey'),
        validAfter: Number(number('validAfter')),
        validBefore: Number(number('validBefore')),
        ...(t.feePayer ? { feePayer: true } : { feeToken: t.feeToken }),
      }
      return signTransaction(client, request as never)
    },
    wallet_getCapabilities: (_address: string, chains: string[]) =>
      Object.fromEntries(chains.map((chain) => [chain, { atomic: { status: 'supported' } }])),
    wallet_sendCalls: async ({ calls }: RpcTransaction) => ({ id: await send(calls) }),
    wallet_getCallsStatus: (id: string) => ({
      id,
      status: 200,
      atomic: true,
      receipts: [{ transactionHash: id }],
    }),
  })
}
