import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Refusal } from '@payerkit/devnet'
import {
  type Address,
  createWalletClient,
  type Hex,
  hashStruct,
  http,
  type LocalAccount,
  publicActions,
} from 'viem'
import { plainChain } from '../../../chain/testing/wallets.js'
import * as Base64Url from '../../../protocol/Base64Url.js'
import * as CanonicalJson from '../../../protocol/CanonicalJson.js'
import * as Challenge from '../../../protocol/Challenge.js'
import * as Credential from '../../../protocol/Credential.js'
import {
  type Charge,
  checkPermit2,
  checkReceipt,
  checkTransaction,
  type Desk,
  type Payload,
  permit2Call,
  require,
  witnessFields,
} from './chargeChecks.js'

// A shop for tests that takes charges as draft-evm-charge-00 says, step by step ("Verification Procedure", "Settlement
// Procedure", "Replay Protection", "Error Responses"). It stands in for the servers that there are none of yet: mppx takes
// `authorization` alone. The spender of Permit2, which the draft has no field for, is in `methodDetails.spender`.

/** What everything costs. */
export const price = 10_000n

export type ChargeShop = Awaited<ReturnType<typeof startChargeShop>>

export async function startChargeShop(options: {
  readonly chainUrl: string
  readonly chainId: number
  readonly token: Address
  readonly permit2: Address
  readonly payee: Address
  readonly partner: Address
  /** Who sends what payers have signed. */
  readonly settler: LocalAccount
}) {
  const { chainUrl, chainId, token, permit2, payee, partner, settler } = options
  const client = createWalletClient({
    account: settler,
    chain: plainChain(chainUrl, chainId),
    transport: http(chainUrl),
  }).extend(publicActions)
  const splits = [
    { recipient: partner, amount: '3000', memo: 'a fee' },
    { recipient: settler.address, amount: '1' },
  ]
  const offers: { [path: string]: object } = {
    '/permit2': { credentialTypes: ['permit2'] },
    '/split': { credentialTypes: ['permit2', 'hash'], splits },
    '/transaction': { credentialTypes: ['transaction'] },
    '/hash': { credentialTypes: ['hash'] },
    '/any': { credentialTypes: ['permit2', 'transaction', 'hash'] },
  }
  const issued = new Map<string, Challenge.Challenge>()
  // "Servers MUST maintain a set of consumed credential identifiers."
  const consumed = new Set<string>()
  const state = { refuses: false }

  function challengeFor(path: string): Challenge.Challenge {
    const request = {
      amount: String(price),
      currency: token,
      recipient: payee,
      externalId: `order ${issued.size + 1}`,
      methodDetails: {
        chainId,
        decimals: 6,
        permit2Address: permit2,
        spender: settler.address,
        ...offers[path],
      },
    }
    const challenge = {
      id: `charge-${crypto.randomUUID()}`,
      realm: 'shop.test',
      method: 'evm',
      intent: 'charge',
      request: Base64Url.fromText(CanonicalJson.stringify(request)),
      expires: new Date(Date.now() + 300_000).toISOString(),
    }
    issued.set(challenge.id, challenge)
    return challenge
  }

  /** Steps 1 to 6, and what follows of them. */
  async function take(
    header: string,
  ): Promise<{ reference: Hex; challenge: Challenge.Challenge; request: Charge }> {
    const credential = Credential.parse(header)
    const payload = credential.payload as Payload
    const isType = ['permit2', 'authorization', 'transaction', 'hash'].includes(payload.type)
    if (!isType) throw new Refusal(402, 'malformed-credential', '2: the type is none of the draft')
    const challenge = issued.get(credential.challenge.id)
    if (!challenge) throw new Refusal(402, 'invalid-challenge', '3: there is no such challenge')
    if (Challenge.serialize(challenge) !== Challenge.serialize(credential.challenge))
      throw new Refusal(402, 'invalid-challenge', '4: the challenge is not as it was given')
    const request = Challenge.decodeRequest(challenge) as ReturnType<typeof Challenge.decodeRequest> & Charge
    const { splits, credentialTypes = [] } = request.methodDetails
    require(!splits || payload.type === 'permit2', '5: splits are paid by Permit2 alone')
    require(credentialTypes.includes(payload.type), '6: the type was not asked for')
    const desk: Desk = { reader: client as never, challenge, request, credential }
    if (state.refuses) throw new Refusal(402, 'verification-failed', 'the shop refuses')
    return { reference: await settle(payload, desk), challenge, request }
  }

  async function settle(payload: Payload, desk: Desk): Promise<Hex> {
    const { request } = desk
    if (payload.type === 'permit2') {
      const owner = await checkPermit2(payload, desk)
      consume(`${owner} ${payload.permit.nonce}`)
      const { challengeHash, externalId = '' } = payload.witness
      const witness = hashStruct({
        data: { challengeHash, externalId },
        primaryType: 'PaymentWitness',
        types: witnessFields,
      })
      const call = permit2Call(payload, owner, request, witness)
      await client.simulateContract(call as never)
      return mined(await client.writeContract(call as never), desk)
    }
    if (payload.type === 'transaction') {
      const serializedTransaction = checkTransaction(payload, desk)
      consume(serializedTransaction)
      return mined(await client.sendRawTransaction({ serializedTransaction }), desk)
    }
    const { hash } = payload
    require(/^0x[0-9a-f]{64}$/.test(hash ?? ''), 'hash is not 32 bytes')
    const known = hash as Hex
    require(!consumed.has(known), '1: the hash was used before')
    const receipt = await client.getTransactionReceipt({ hash: known })
    checkReceipt(receipt, desk)
    consume(known)
    return known
  }

  async function mined(hash: Hex, desk: Desk): Promise<Hex> {
    return checkReceipt(await client.waitForTransactionReceipt({ hash, pollingInterval: 50 }), desk)
  }

  function consume(token: string): void {
    require(!consumed.has(token), 'the credential was used before')
    consumed.add(token)
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authorization } = request.headers
    if (!authorization) throw new Refusal(402, 'payment-required')
    const paid = await take(authorization)
    const { externalId } = paid.request
    const receipt = {
      ...{ method: 'evm', status: 'success', timestamp: new Date().toISOString() },
      ...{ challengeId: paid.challenge.id, reference: paid.reference, chainId, externalId },
    }
    response.setHeader('Payment-Receipt', Base64Url.fromText(JSON.stringify(receipt)))
    response.end(JSON.stringify({ path: request.url }))
  }

  const server = createServer((request, response) => {
    request.resume()
    answer(request, response).catch((error: unknown) => {
      const { status, type, message } =
        error instanceof Refusal
          ? error
          : { status: 402, type: 'verification-failed', message: String(error) }
      response.statusCode = status
      response.setHeader('WWW-Authenticate', Challenge.serialize(challengeFor(request.url ?? '/')))
      response.setHeader('Cache-Control', 'no-store')
      response.setHeader('Content-Type', 'application/problem+json')
      const problem = {
        type: `https://paymentauth.org/problems/${type}`,
        title: type,
        status,
        detail: message,
      }
      response.end(JSON.stringify(problem))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Whether it refuses what is right, and takes nothing. */
    state,
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
