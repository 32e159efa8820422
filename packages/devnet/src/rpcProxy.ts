import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { createReserveDesk } from './channelReserve.js'
import { forward, type RpcRequest, type RpcResponse } from './jsonRpc.js'
import { cureRequest, cureResponse } from './rpcCures.js'

/** A JSON-RPC endpoint in front of anvil that pages of any origin may use. */
export function createRpcProxy(target: string): Hono {
  const app = new Hono()
  const desk = createReserveDesk(target)
  app.use(cors())
  app.post('/', async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined)
    if (Array.isArray(body)) return context.json(await Promise.all(body.map((request) => answer(request))))
    return context.json(await answer(body))
  })
  return app

  async function answer(request: unknown): Promise<RpcResponse> {
    if (!isRpcRequest(request)) return failure(null, -32600, 'Invalid request')
    try {
      const response = await desk.serve(request, () => forward(target, cureRequest(request)))
      return cureResponse(request, response)
    } catch (error) {
      // anvil never answers eth_sendRawTransactionSync when the gas was too low: tell instead of hanging.
      return failure(request.id, -32603, error instanceof Error ? error.message : String(error))
    }
  }
}

function isRpcRequest(value: unknown): value is RpcRequest {
  return typeof value === 'object' && value !== null && 'method' in value && typeof value.method === 'string'
}

function failure(id: RpcResponse['id'], code: number, message: string): RpcResponse {
  return { jsonrpc: '2.0', id, error: { code, message } }
}
