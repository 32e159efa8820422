import { x402Facilitator } from '@x402/core/facilitator'
import { type FacilitatorEvmSigner, toFacilitatorEvmSigner } from '@x402/evm'
import { ExactEvmScheme as Facilitation } from '@x402/evm/exact/facilitator'
import { ExactEvmScheme } from '@x402/evm/exact/server'
import { paymentMiddleware, x402ResourceServer } from '@x402/hono'
import { Hono } from 'hono'
import { type Address, parseUnits } from 'viem'
import { prices, testDollar } from './catalog.js'
import type { Ledger } from './ledger.js'
import { photo } from './photo.js'
import type { Settings } from './settings.js'
import type { Settler } from './settler.js'

/** A photo from a seller who speaks x402, with a facilitator of its own instead of one on the internet. */
export function createX402Sale(parameters: {
  settings: Settings
  settler: Settler
  token: Address
  ledger: Ledger
}): Hono {
  const { settings, settler, token, ledger } = parameters
  const network = `eip155:${settler.chain.id}` as const
  const amount = String(parseUnits(prices.photo, testDollar.decimals))
  const facilitator = new x402Facilitator()
  facilitator.register(network, new Facilitation(toFacilitatorEvmSigner(signerOf(settler))))
  const server = new x402ResourceServer({
    verify: (payload, requirements) => facilitator.verify(payload, requirements),
    async settle(payload, requirements) {
      const settled = await facilitator.settle(payload, requirements)
      if (settled.success)
        ledger.record({
          ...{ method: 'x402', intent: 'exact', amount, currency: token, path: '/api/x402/photo' },
          ...{ reference: settled.transaction, at: new Date().toISOString() },
        })
      return settled
    },
    getSupported: async () => facilitator.getSupported() as never,
  }).register(network, new ExactEvmScheme())

  const routes = new Hono()
  const price = { asset: token, amount, extra: testDollar.domain }
  routes.use(
    '/x402/*',
    paymentMiddleware(
      {
        'GET /api/x402/photo': {
          accepts: { scheme: 'exact', network, payTo: settings.merchant.address, price },
          description: 'One photo',
          mimeType: 'image/svg+xml',
        },
      },
      server,
    ),
  )
  routes.get('/x402/photo', photo)
  return routes
}

/** The settler in the facilitator's words. */
function signerOf(settler: Settler): Omit<FacilitatorEvmSigner, 'getAddresses'> & { address: Address } {
  return {
    address: settler.account.address,
    readContract: (call) => settler.readContract({ ...call, args: call.args ?? [] }),
    verifyTypedData: (data) => settler.verifyTypedData(data as never),
    writeContract: (call) => settler.writeContract(call as never),
    sendTransaction: (call) => settler.sendTransaction(call),
    waitForTransactionReceipt: ({ hash }) => settler.waitForTransactionReceipt({ hash }),
    getCode: (call) => settler.getCode(call),
  }
}
