import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SolanaChain } from '@payerkit/devnet'
import { createPayKit, type Price, Signer, usd } from '@solana/pay-kit'
import * as Base64Url from '../../../protocol/Base64Url.js'
import * as Challenge from '../../../protocol/Challenge.js'
import * as Credential from '../../../protocol/Credential.js'
import type { ChargePayload } from '../Charge.js'
import { chargeChallenge } from './charges.js'

// Two shops for tests. One is the charge server of @solana/pay-kit, which is not ours: it sells for dollar tokens. The
// other sells for what that one cannot, SOL and parts whose token accounts are made first, and takes what was sent
// already. It goes through the draft's list (draft-solana-charge-00, "Verification Procedure") step by step, by what the
// chain says of the transaction that it has, and not by what the payer's own code reads.

export type Shop = {
  readonly url: string
  /** Loses the next answers to a paid request, after the shop has taken the payment. */
  loses: number
  stop(): Promise<void>
}

type Serve = (request: Request) => Promise<Response>

async function start(serve: Serve): Promise<Shop> {
  const shop = { loses: 0 }
  const server = createServer(async (incoming, outgoing) => {
    const headers = incoming.headers as Record<string, string>
    const request = new Request(`http://shop.test${incoming.url}`, { headers })
    const answer = await serve(request).catch((error) => new Response(String(error), { status: 500 }))
    if (headers.authorization && shop.loses-- > 0) return void outgoing.destroy()
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
    outgoing.end(await answer.text())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(shop, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  })
}

/** The server of @solana/pay-kit: each path is a price. */
export async function startPayKit(chain: SolanaChain, payTo: string, partner: string): Promise<Shop> {
  const common = {
    network: 'localnet',
    rpcUrl: chain.url,
    preflight: false,
    mpp: { challengeBindingSecret: 'a secret of at least thirty-two characters' },
  } as const
  const signer = await Signer.bytes(new Uint8Array(32).fill(2))
  const parts = { [partner]: { price: usd('0.3'), memo: 'platform' } }
  const gate = (amount: Price, more: object = {}) => ({ amount, payTo, ...more })
  const pricing = {
    plain: gate(usd('1.25')),
    order: gate(usd('1'), { externalId: 'order 7', description: 'A photo' }),
    split: gate(usd('2'), { feeWithin: parts }),
    new: gate(usd('1', 'PYUSD')),
  }
  const kits = {
    own: await createPayKit({ ...common, operator: { signer: signer.signer, feePayer: false }, pricing }),
    sponsored: await createPayKit({
      ...common,
      operator: { signer: signer.signer, feePayer: true },
      pricing,
    }),
  }
  return start(async (request) => {
    const [, kit, name] = new URL(request.url).pathname.split('/') as [
      string,
      keyof typeof kits,
      keyof typeof pricing,
    ]
    return kits[kit].fetch(name, async () => Response.json({ photo: name }))(request)
  })
}

type Instruction = {
  programId: string
  parsed?: { type: string; info: { [field: string]: unknown } } | string
}
type Told = { meta: { err: unknown }; transaction: { message: { instructions: Instruction[] } } } | null
/** A part of a payment, as the shop looks for it. */
type Leg = { recipient: string; amount: bigint; memo?: string }

/** A shop of our own: what its paths ask for is the request of their challenges. */
export async function startOwnShop(
  chain: SolanaChain,
  account: (owner: string, mint: string) => string,
  prices: { [path: string]: [change: object, details?: object] },
): Promise<Shop> {
  const open = new Map<string, string>()
  const consumed = new Set<string>()

  async function verify(credential: Credential.Credential): Promise<string> {
    // Steps 3 and 4: the challenge is one of ours, as it was issued, and used once.
    const { challenge } = credential
    if (open.get(challenge.id) !== Challenge.serialize(challenge)) throw new Error('unknown challenge')
    const payload = credential.payload as ChargePayload
    let signature: string
    if (payload.type === 'transaction') {
      // Pull, steps 4 to 6: simulated, and sent.
      const options = { encoding: 'base64', sigVerify: true }
      const { value } = chain.rpc('simulateTransaction', [payload.transaction, options]) as {
        value: { err: unknown }
      }
      if (value.err !== null) throw new Error(`would fail: ${value.err}`)
      signature = chain.rpc('sendTransaction', [payload.transaction, { encoding: 'base64' }]) as string
    } else signature = payload.signature
    // Pull, step 7; push, steps 2 to 5: what the chain has is what was asked for, and counts once.
    if (consumed.has(signature)) throw new Error('already consumed')
    const told = chain.rpc('getTransaction', [signature, { encoding: 'jsonParsed' }]) as Told
    if (!told || told.meta.err !== null) throw new Error('not found, or failed')
    verifySteps(told.transaction.message.instructions, Challenge.decodeRequest(challenge))
    consumed.add(signature)
    open.delete(challenge.id)
    return signature
  }

  /** "Native SOL Verification" and "SPL Token Verification": every leg has a transfer of its own, and nothing is left. */
  function verifySteps(steps: Instruction[], request: { [field: string]: unknown }): void {
    const left = steps.filter(({ programId }) => !programId.startsWith('ComputeBudget'))
    const take = (what: string, fits: (step: Instruction) => boolean) => {
      const at = left.findIndex(fits)
      if (at < 0) throw new Error(`no ${what}`)
      left.splice(at, 1)
    }
    const { amount, currency, recipient, externalId, methodDetails } = request as {
      [field: string]: string
    } & {
      methodDetails?: {
        splits?: { recipient: string; amount: string; memo?: string; ataCreationRequired?: boolean }[]
      }
    }
    const splits = methodDetails?.splits ?? []
    const rest = splits.reduce((sum, split) => sum - BigInt(split.amount), BigInt(String(amount)))
    const legs: Leg[] = [
      { recipient: String(recipient), amount: rest, ...(externalId && { memo: externalId }) },
      ...splits.map((split) => ({ ...split, amount: BigInt(split.amount) })),
    ]
    const infoOf = (step: Instruction, type: string) =>
      typeof step.parsed === 'object' && step.parsed.type === type ? step.parsed.info : undefined
    for (const { recipient, amount, memo } of legs) {
      take('transfer', (step) => {
        if (currency === 'sol') {
          const info = infoOf(step, 'transfer')
          return info?.destination === recipient && info.lamports === Number(amount)
        }
        const info = infoOf(step, 'transferChecked')
        const paid = (info?.tokenAmount as { amount?: string } | undefined)?.amount
        return (
          info?.mint === currency &&
          info?.destination === account(recipient, String(currency)) &&
          paid === String(amount)
        )
      })
      if (memo) take('memo', (step) => step.parsed === memo)
    }
    for (const split of splits)
      if (split.ataCreationRequired)
        take('account', (step) => infoOf(step, 'createIdempotent')?.wallet === split.recipient)
    if (left.length > 0) throw new Error('it does more than was asked for')
  }

  return start(async (request) => {
    const path = new URL(request.url).pathname
    const header = request.headers.get('Authorization')
    let detail = 'Pay first.'
    if (header)
      try {
        const { challenge, ...rest } = Credential.parse(header)
        const reference = await verify({ challenge, ...rest })
        const timestamp = new Date().toISOString()
        const receipt = {
          method: 'solana',
          challengeId: challenge.id,
          reference,
          status: 'success',
          timestamp,
        }
        const headers = { 'Payment-Receipt': Base64Url.fromText(JSON.stringify(receipt)) }
        return Response.json({ photo: path }, { headers })
      } catch (error) {
        detail = String(error)
      }
    const [change, details = {}] = prices[path] ?? [{}]
    const challenge = chargeChallenge(change, { network: 'localnet', ...details }, crypto.randomUUID())
    open.set(challenge.id, Challenge.serialize(challenge))
    const headers = {
      'WWW-Authenticate': Challenge.serialize(challenge),
      'Content-Type': 'application/problem+json',
    }
    const problem = { type: 'https://paymentauth.org/problems/verification-failed', status: 402, detail }
    return new Response(JSON.stringify(problem), { status: 402, headers })
  })
}
