import { Hono } from 'hono'
import { evm, Mppx } from 'mppx/server'
import { type Address, getAddress, type Hex, parseAbi } from 'viem'
import { prices, testDollar } from './catalog.js'
import type { Ledger } from './ledger.js'
import { photo } from './photo.js'
import type { Settings } from './settings.js'
import type { Settler } from './settler.js'

const abi = parseAbi([
  'function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)',
])

/** A photo for an ordinary token, paid for by a signature that the seller takes to the chain (mppx's evm/charge). */
export function createEvmSale(parameters: {
  settings: Settings
  settler: Settler
  token: Address
  ledger: Ledger
}): Hono {
  const { settings, settler, token, ledger } = parameters
  const payments = Mppx.create({
    secretKey: settings.challengeSecret,
    methods: [
      evm.charge({
        chainId: settler.chain.id,
        currency: token,
        decimals: testDollar.decimals,
        authorization: testDollar.domain,
        recipient: settings.merchant.address,
        async settle({ payload }) {
          const { value, validAfter, validBefore } = payload
          // mppx has checked that they are.
          const [nonce, signature] = [payload.nonce as Hex, payload.signature as Hex]
          const hash = await settler.writeContract({
            ...{ address: token, abi, functionName: 'transferWithAuthorization' },
            args: [
              getAddress(payload.from),
              getAddress(payload.to),
              BigInt(value),
              BigInt(validAfter),
              BigInt(validBefore),
              nonce,
              signature,
            ],
          })
          const { status } = await settler.waitForTransactionReceipt({ hash })
          if (status !== 'success') throw new Error('The token refused the transfer.')
          return { reference: hash }
        },
      }),
    ],
  })
  payments.onPaymentSuccess(({ request, receipt }) =>
    ledger.record({
      ...{ method: 'evm', intent: 'charge', amount: request.amount, currency: token },
      ...{ path: '/api/evm/photo', reference: receipt.reference, at: receipt.timestamp },
    }),
  )
  const routes = new Hono()
  routes.get('/evm/photo', async (context) => {
    const goods = photo(context)
    const offer = { amount: prices.photo, description: 'One photo', scope: 'GET /api/evm/photo' }
    const result = await payments.evm.charge(offer)(context.req.raw)
    return result.status === 402 ? result.challenge : result.withReceipt(goods)
  })
  return routes
}
