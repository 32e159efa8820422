import {
  type Address,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  type LocalAccount,
  parseAbi,
  parseEventLogs,
  publicActions,
  recoverTypedDataAddress,
} from 'viem'

// What a merchant of EVM sessions does on the chain and with signatures, by the draft and with viem alone.

const escrowAbi = parseAbi([
  'struct Channel { address payer; address payee; address token; address authorizedSigner; uint128 deposit; uint128 settled; uint64 closeRequestedAt; bool finalized; }',
  'function getChannel(bytes32 channelId) view returns (Channel)',
  'function CLOSE_GRACE_PERIOD() view returns (uint64)',
  'function openWithAuthorization(address payee, address token, uint128 deposit, bytes32 salt, address authorizedSigner, address from, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature) returns (bytes32)',
  'function openWithPermit2(address payee, address token, uint128 deposit, bytes32 salt, address authorizedSigner, address from, uint256 nonce, uint256 deadline, bytes signature) returns (bytes32)',
  'function topUpWithAuthorization(bytes32 channelId, uint128 additionalDeposit, address from, bytes32 topUpSalt, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)',
  'function topUpWithPermit2(bytes32 channelId, uint128 additionalDeposit, address from, uint256 nonce, uint256 deadline, bytes signature)',
  'function settle(bytes32 channelId, uint128 cumulativeAmount, bytes signature)',
  'function close(bytes32 channelId, uint128 cumulativeAmount, bytes signature)',
  'event ChannelOpened(bytes32 indexed channelId, address indexed payer, address indexed payee, address token, address authorizedSigner, bytes32 salt, uint128 deposit)',
  'event TopUp(bytes32 indexed channelId, address indexed payer, uint128 additionalDeposit, uint128 newDeposit)',
])

/** A refusal of the draft's table. */
export class Refusal extends Error {
  readonly status: number
  readonly type: string
  constructor(status: number, type: string, detail = type) {
    super(detail)
    this.status = status
    this.type = type
  }
}

export type Ledger = ReturnType<typeof createLedger>

export type LedgerOptions = {
  readonly chainUrl: string
  readonly chainId: number
  readonly escrow: Address
  readonly payee: LocalAccount
}

export function createLedger({ chainUrl, chainId, escrow, payee }: LedgerOptions) {
  const chain = defineChain({
    id: chainId,
    name: 'Test',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [chainUrl] } },
  })
  const client = createWalletClient({ account: payee, chain, transport: http(chainUrl) }).extend(
    publicActions,
  )
  const contract = { address: escrow, abi: escrowAbi } as const

  /** Waits for a transaction and reads what became of it ("Transaction Outcome Checks"). */
  async function outcome(hash: Hex) {
    const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 50 })
    if (receipt.status !== 'success') throw new Refusal(409, 'transaction-reverted')
    return receipt.logs.filter(({ address }) => address.toLowerCase() === escrow.toLowerCase())
  }

  return {
    channel: (id: Hex) => client.readContract({ ...contract, functionName: 'getChannel', args: [id] }),
    grace: () => client.readContract({ ...contract, functionName: 'CLOSE_GRACE_PERIOD' }),
    async time() {
      return Number((await client.getBlock()).timestamp)
    },
    /** Sends a transaction of the merchant's own; it is mined whether or not it reverts. */
    async submit(
      functionName:
        | 'openWithAuthorization'
        | 'openWithPermit2'
        | 'topUpWithAuthorization'
        | 'topUpWithPermit2'
        | 'settle'
        | 'close',
      args: readonly unknown[],
    ): Promise<Hex> {
      const call = { ...contract, functionName, args, gas: 1_000_000n }
      const hash = await client.writeContract(call as never)
      await outcome(hash)
      return hash
    },
    /** The channels that a transaction opened, or added to. */
    async touched(hash: Hex, eventName: 'ChannelOpened' | 'TopUp'): Promise<Hex[]> {
      const logs = parseEventLogs({ abi: escrowAbi, eventName, logs: await outcome(hash) })
      return logs.map(({ args }) => args.channelId)
    },
    /** Checks the signature of a voucher ("Voucher Verification", steps 3 to 5). */
    async verifyVoucher(
      { id, cumulative, signature }: { id: Hex; cumulative: bigint; signature: Hex },
      signer: Address,
    ): Promise<void> {
      assertCanonical(signature)
      const recovered = await recoverTypedDataAddress({
        domain: { name: 'EVM Payment Channel', version: '1', chainId, verifyingContract: escrow },
        types: {
          Voucher: [
            { name: 'channelId', type: 'bytes32' },
            { name: 'cumulativeAmount', type: 'uint128' },
          ],
        },
        primaryType: 'Voucher',
        message: { channelId: id, cumulativeAmount: cumulative },
        signature,
      })
      if (recovered.toLowerCase() !== signer.toLowerCase()) throw new Refusal(402, 'signer-mismatch')
    },
  }
}

/** 65 bytes in lower case, the smaller s, and 27 or 28. */
function assertCanonical(signature: Hex): void {
  const isLong = /^0x[0-9a-f]{130}$/.test(signature) && /(?:1b|1c)$/.test(signature)
  const s = isLong ? BigInt(`0x${signature.slice(66, 130)}`) : 0n
  const half = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n
  if (!isLong || s > half) throw new Refusal(402, 'invalid-signature')
}
