import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { evm, Mppx } from 'mppx/server'
import {
  type Address,
  createWalletClient,
  type Hex,
  http,
  type LocalAccount,
  parseAbi,
  parseSignature,
  publicActions,
} from 'viem'
import { plainChain } from '../../../chain/testing/wallets.js'

// A shop for tests on a server that is not ours: mppx takes `authorization`, and has us bring it to the chain.

const abi = parseAbi([
  'function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)',
])

export type ChargeMerchant = { readonly url: string; stop(): void }

/** Starts the shop on a port that is free: everything costs 0.01 of the token. */
export async function startChargeMerchant(options: {
  readonly chainUrl: string
  readonly chainId: number
  readonly token: Address
  readonly payee: Address
  readonly settler: LocalAccount
}): Promise<ChargeMerchant> {
  const { chainUrl, chainId, token, payee, settler } = options
  const client = createWalletClient({
    account: settler,
    chain: plainChain(chainUrl, chainId),
    transport: http(chainUrl),
  }).extend(publicActions)
  const shop = Mppx.create({
    secretKey: 'a secret of at least thirty-two characters',
    realm: 'shop.test',
    methods: [
      evm.charge({
        currency: token,
        recipient: payee,
        chainId,
        decimals: 6,
        authorization: { name: 'Test Dollar', version: '2' },
        async settle({ payload }) {
          const { from, to, value, nonce, signature, ...window } = payload
          const { r, s, v = 0n } = parseSignature(signature as Hex)
          const [after, before] = [BigInt(window.validAfter), BigInt(window.validBefore)]
          const { request } = await client.simulateContract({
            address: token,
            abi,
            functionName: 'transferWithAuthorization',
            args: [from as Hex, to as Hex, BigInt(value), after, before, nonce as Hex, Number(v), r, s],
          })
          const reference = await client.writeContract(request)
          const { status } = await client.waitForTransactionReceipt({ hash: reference, pollingInterval: 50 })
          if (status !== 'success') throw new Error('The transfer failed.')
          return { reference }
        },
      }),
    ],
  })
  const server = createServer(async (incoming, outgoing) => {
    const request = new Request(`http://shop.test${incoming.url}`, {
      headers: incoming.headers as Record<string, string>,
    })
    const result = await shop.charge({ amount: '0.01' })(request)
    const response =
      result.status === 402 ? result.challenge : result.withReceipt(Response.json({ path: incoming.url }))
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(await response.text())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
