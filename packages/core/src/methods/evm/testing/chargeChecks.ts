import { Refusal } from '@payerkit/devnet'
import {
  type Address,
  type createPublicClient,
  decodeFunctionData,
  erc20Abi,
  type Hex,
  keccak256,
  parseAbi,
  parseEventLogs,
  parseTransaction,
  type TransactionReceipt,
  toHex,
} from 'viem'
import type { Challenge } from '../../../protocol/Challenge.js'
import type { Credential } from '../../../protocol/Credential.js'

// How a merchant of EVM charges checks what it is to be paid with: the lists of draft-evm-charge-00, "Verification
// Procedure", in their order and with their numbers, by viem alone. No server of others takes more than `authorization`.

/** What was asked for. */
export type Charge = {
  readonly amount: string
  readonly currency: Address
  readonly recipient: Address
  readonly externalId?: string
  readonly methodDetails: {
    readonly chainId: number
    readonly credentialTypes?: readonly string[]
    readonly permit2Address: Address
    readonly spender: Address
    readonly splits?: readonly { recipient: Address; amount: string; memo?: string }[]
  }
}

/** What came back. */
export type Payload = {
  readonly type: string
  readonly hash?: Hex
  readonly signature: Hex
  readonly permit: {
    readonly permitted: readonly { token: Address; amount: string }[]
    readonly nonce: string
    readonly deadline: string
  }
  readonly transferDetails: readonly { to: Address; requestedAmount: string }[]
  readonly witness: { challengeHash: Hex; externalId?: string }
}

/** What a check looks at. */
export type Desk = {
  readonly reader: ReturnType<typeof createPublicClient>
  readonly challenge: Challenge
  readonly request: Charge
  readonly credential: Credential
}

const same = (a: string | undefined, b: string | undefined) => a?.toLowerCase() === b?.toLowerCase()

/** Refuses what does not hold: "verification-failed". */
export function require(holds: unknown, detail: string): asserts holds {
  if (!holds) throw new Refusal(402, 'verification-failed', detail)
}

/** Everybody who is paid, the primary recipient first. */
function transfersOf({ amount, recipient, methodDetails }: Charge) {
  const splits = (methodDetails.splits ?? []).map((split) => ({
    to: split.recipient,
    value: BigInt(split.amount),
  }))
  const rest = splits.reduce((left, split) => left - split.value, BigInt(amount))
  return [{ to: recipient, value: rest }, ...splits]
}

const challengeHash = ({ id, realm }: Challenge) => keccak256(toHex(id + realm))

export const witnessFields = {
  PaymentWitness: [
    { name: 'challengeHash', type: 'bytes32' },
    { name: 'externalId', type: 'string' },
  ],
  TokenPermissions: [
    { name: 'token', type: 'address' },
    { name: 'amount', type: 'uint256' },
  ],
} as const

/** The typed data of a permit, whose spender only the merchant knows for sure. */
function permitData({ permit, witness }: Payload, { methodDetails }: Charge) {
  const permitted = permit.permitted.map(({ token, amount }) => ({ token, amount: BigInt(amount) }))
  const isBatch = permitted.length > 1
  const primaryType = isBatch ? 'PermitBatchWitnessTransferFrom' : 'PermitWitnessTransferFrom'
  const { chainId, permit2Address: verifyingContract, spender } = methodDetails
  return {
    domain: { name: 'Permit2', chainId, verifyingContract },
    primaryType,
    types: {
      [primaryType]: [
        { name: 'permitted', type: isBatch ? 'TokenPermissions[]' : 'TokenPermissions' },
        { name: 'spender', type: 'address' },
        { name: 'nonce', type: 'uint256' },
        { name: 'deadline', type: 'uint256' },
        { name: 'witness', type: 'PaymentWitness' },
      ],
      ...witnessFields,
    },
    message: {
      permitted: isBatch ? permitted : permitted[0],
      spender,
      nonce: BigInt(permit.nonce),
      deadline: BigInt(permit.deadline),
      witness: { challengeHash: witness.challengeHash, externalId: witness.externalId ?? '' },
    },
  }
}

/** "Permit2 Verification", 1 to 10; who pays. */
export async function checkPermit2(payload: Payload, desk: Desk): Promise<Address> {
  const { reader, challenge, request, credential } = desk
  const { permit, transferDetails, witness, signature } = payload
  const { chainId, permit2Address } = request.methodDetails
  const owner = new RegExp(`^did:pkh:eip155:${chainId}:(0x[0-9a-fA-F]{40})$`).exec(
    credential.source ?? '',
  )?.[1] as Address | undefined
  require(owner, '1: source names no payer on this chain')
  // A contract's own word counts too, as it does for Permit2 (ERC-1271).
  const typedData = { address: owner, signature, ...permitData(payload, request) }
  require(await reader.verifyTypedData(typedData as never), '1: the signature is of somebody else')
  const { timestamp } = await reader.getBlock()
  require(BigInt(permit.deadline) >= timestamp, '2: the deadline has passed')
  const token = { address: request.currency, abi: erc20Abi } as const
  const balance = await reader.readContract({ ...token, functionName: 'balanceOf', args: [owner] })
  require(balance >= BigInt(request.amount), '3: the balance is too small')
  const args = [owner, permit2Address] as const
  const allowed = await reader.readContract({ ...token, functionName: 'allowance', args })
  require(allowed >= BigInt(request.amount), '4: Permit2 may not take as much')
  require(witness.challengeHash === challengeHash(challenge), '5: challengeHash is of another challenge')
  require(witness.externalId === request.externalId, '5: externalId is another')
  require(permit.permitted.length === transferDetails.length, '6: the arrays differ in length')
  require(permit.permitted.every((each) =>
    same(each.token, request.currency),
  ), '7: another token is permitted')
  const expected = transfersOf(request)
  require(expected.length === transferDetails.length, '8: there are more or fewer transfers')
  for (const [at, { to, value }] of expected.entries()) {
    const [details, permitted] = [transferDetails[at], permit.permitted[at]]
    require(same(details?.to, to), `${at ? 10 : 8}: transferDetails[${at}].to is another`)
    require(details?.requestedAmount ===
      String(value), `${at ? 10 : 9}: transferDetails[${at}] is of another amount`)
    require(permitted?.amount === String(value), `${at ? 10 : 9}: permitted[${at}] is of another amount`)
  }
  return owner
}

const permission = '(address token, uint256 amount)'
const tail = 'address owner, bytes32 witness, string witnessTypeString, bytes signature'
// The batch of the draft is an overload of the same name on the chain.
const single = parseAbi([
  `function permitWitnessTransferFrom((${permission} permitted, uint256 nonce, uint256 deadline) permit, (address to, uint256 requestedAmount) transferDetails, ${tail})`,
])
const batch = parseAbi([
  `function permitWitnessTransferFrom((${permission}[] permitted, uint256 nonce, uint256 deadline) permit, (address to, uint256 requestedAmount)[] transferDetails, ${tail})`,
])

const witnessType =
  'PaymentWitness witness)PaymentWitness(bytes32 challengeHash,string externalId)TokenPermissions(address token,uint256 amount)'

/** The call of "Permit2 Verification", 11 and 12. */
export function permit2Call(payload: Payload, owner: Address, { methodDetails }: Charge, witness: Hex) {
  const { permit, transferDetails, signature } = payload
  const permitted = permit.permitted.map(({ token, amount }) => ({ token, amount: BigInt(amount) }))
  const details = transferDetails.map(({ to, requestedAmount }) => ({
    to,
    requestedAmount: BigInt(requestedAmount),
  }))
  const isBatch = permitted.length > 1
  const once = { nonce: BigInt(permit.nonce), deadline: BigInt(permit.deadline) }
  return {
    address: methodDetails.permit2Address,
    abi: isBatch ? batch : single,
    functionName: 'permitWitnessTransferFrom',
    args: [
      { permitted: isBatch ? permitted : permitted[0], ...once },
      isBatch ? details : details[0],
      ...[owner, witness, witnessType, signature],
    ],
  } as const
}

/** "Transaction Verification", 1 to 5. */
export function checkTransaction({ signature }: Payload, { request }: Desk): Hex {
  const transaction = parseTransaction(signature)
  require(transaction.type === 'eip1559', '1: it is no EIP-1559 transaction')
  require(transaction.chainId === request.methodDetails.chainId, '2: it is for another chain')
  require(same(transaction.to ?? undefined, request.currency), '3: it calls another contract')
  const { data = '0x' } = transaction
  require(data.startsWith('0xa9059cbb'), '4: it is no transfer')
  const { args } = decodeFunctionData({ abi: erc20Abi, data })
  require(same(String(args?.[0]), request.recipient), '5: it pays somebody else')
  require(args?.[1] === BigInt(request.amount), '5: it pays another amount')
  return signature
}

/** The last steps of every list: the transaction succeeded, and its logs have every transfer. */
export function checkReceipt(receipt: TransactionReceipt, { request }: Desk): Hex {
  require(receipt.status === 'success', 'the transaction reverted')
  const logs = parseEventLogs({ abi: erc20Abi, eventName: 'Transfer', logs: receipt.logs })
  for (const { to, value } of transfersOf(request))
    require(logs.some(
      ({ address, args }) => same(address, request.currency) && same(args.to, to) && args.value === value,
    ), 'a transfer is missing among the logs')
  return receipt.transactionHash
}
