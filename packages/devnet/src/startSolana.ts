import { once } from 'node:events'
import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { type Address, address, generateKeyPair, getAddressFromPublicKey, lamports } from '@solana/kit'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { LiteSVM } from 'litesvm'
import { createSolanaChannels } from './solanaChannels/createSolanaChannels.js'
import { createSolanaRpcDesk, SolanaRpcError } from './startSolanaRpc.js'
import { associatedAccount, mintData, tokenAmount, tokenData, tokenPrograms } from './startSolanaTokens.js'

/** Which token program a mint belongs to. */
export type SolanaTokenProgram = keyof typeof tokenPrograms

export type SolanaChain = {
  /** JSON-RPC; pages of any origin may use it. */
  url: string
  /** What a node would answer. With channels a promise of it, where a transaction is sent or simulated. */
  rpc(method: string, params?: readonly unknown[]): unknown
  /** Gives an address so many lamports besides what it has. Default: one SOL. */
  fund(owner: string, amount?: bigint): void
  /** In lamports. */
  balance(owner: string): bigint
  /** Makes a token. Default: 6 decimals, the classic program, an address of its own. */
  createMint(options?: { address?: string; decimals?: number; program?: SolanaTokenProgram }): Promise<string>
  /** Gives an owner so many of a token's smallest parts besides what it has, in its associated account; 0 makes that. */
  mintTo(mint: string, owner: string, amount: bigint): Promise<void>
  /** What an owner has of a token; `undefined` without an associated account. */
  tokenBalance(mint: string, owner: string): Promise<bigint | undefined>
  /** Lets so many blocks pass; more than 150 end the life of every blockhash. */
  pass(blocks: number): void
  /** Moves the chain's clock ahead of the machine's. */
  increaseTime(seconds: number): void
  /** Sets it by the machine's clock again. */
  resetTime(): void
  stop(): Promise<void>
}

export type SolanaOptions = {
  /** 0 takes a free one. */
  port?: number
  /** Whether there are payment channels: a stand-in, since the binary of their program cannot be had. Default: no. */
  channels?: boolean
}

const host = '127.0.0.1'
// Any but those of the public networks.
const genesisHash = 'GhostNetwork1111111111111111111111111111111'

/**
 * Starts a development chain of Solana: litesvm, which runs the real programs in this process, behind a JSON-RPC server.
 * It has no validators, so that a transaction is final at once and blocks pass when they are told to.
 *
 * @example
 * ```ts
 * const chain = await startSolana()
 * chain.fund(owner)
 * const mint = await chain.createMint()
 * await chain.mintTo(mint, owner, 1_000_000n)
 * await chain.stop()
 * ```
 */
export async function startSolana({ port = 0, channels = false }: SolanaOptions = {}): Promise<SolanaChain> {
  const svm = new LiteSVM()
  const desk = createSolanaRpcDesk(svm, genesisHash, channels ? createSolanaChannels(svm) : undefined)
  let ahead = 0
  const server = createServer(getRequestListener(routes(desk.answer).fetch))
  server.listen(port, host)
  // Rejects when the server reports an error instead, such as a taken port.
  await once(server, 'listening')
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('The chain has no port.')

  function put(id: Address, owner: Address, data: Uint8Array): void {
    const space = BigInt(data.length)
    svm.setAccount({
      address: id,
      data,
      executable: false,
      lamports: lamports(svm.minimumBalanceForRentExemption(space)),
      programAddress: owner,
      space,
    })
  }

  async function held(mint: Address, owner: Address) {
    const found = svm.getAccount(mint)
    if (!found.exists) throw new Error(`There is no token ${mint}.`)
    const id = await associatedAccount(owner, mint, found.programAddress)
    return { id, program: found.programAddress, account: svm.getAccount(id) }
  }

  return {
    url: `http://${host}:${at.port}`,
    rpc: (method, params = []) => desk.answer(method, params),
    fund(owner, amount = 1_000_000_000n) {
      svm.airdrop(address(owner), lamports(amount))
      // A second gift of the same amount would be the same transaction.
      svm.expireBlockhash()
    },
    balance: (owner) => svm.getBalance(address(owner)) ?? 0n,
    async createMint({ address: id, decimals = 6, program = 'token' } = {}) {
      const mint = id ? address(id) : await randomAddress()
      put(mint, tokenPrograms[program], mintData(decimals, 2n ** 63n, mint, program === 'token2022'))
      return mint
    },
    async mintTo(mint, owner, amount) {
      const { id, program, account } = await held(address(mint), address(owner))
      const before = account.exists ? tokenAmount(account.data) : 0n
      put(id, program, tokenData(address(mint), address(owner), before + amount))
    },
    async tokenBalance(mint, owner) {
      const { account } = await held(address(mint), address(owner))
      return account.exists ? tokenAmount(account.data) : undefined
    },
    pass: desk.pass,
    increaseTime(seconds) {
      ahead += seconds
      desk.setAhead(ahead)
    },
    resetTime() {
      ahead = 0
      desk.setAhead(ahead)
    },
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function routes(answer: (method: string, params: readonly unknown[]) => unknown): Hono {
  const app = new Hono()
  app.use(cors())
  app.post('/', async (context) => {
    const { id = null, method, params } = await context.req.json<{ [field: string]: unknown }>()
    try {
      const result = await answer(String(method), Array.isArray(params) ? params : [])
      return context.json({ jsonrpc: '2.0', id, result } as object)
    } catch (error) {
      const code = error instanceof SolanaRpcError ? error.code : -32603
      const message = error instanceof Error ? error.message : String(error)
      const data = error instanceof SolanaRpcError ? error.data : undefined
      return context.json({ jsonrpc: '2.0', id, error: { code, message, data } } as object)
    }
  })
  return app
}

async function randomAddress(): Promise<Address> {
  const { publicKey } = await generateKeyPair()
  return getAddressFromPublicKey(publicKey)
}
