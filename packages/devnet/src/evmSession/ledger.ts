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
import { readSignature } from './payload.js'
import { Refusal } from './Refusal.js'

// What a seller of EVM sessions does on the chain and with signatures, by the draft and with viem alone.

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

/** As much as the dearest of it takes where every new word of storage is dear, and some more. */
const gas = 4_000_000n
/** How long a transaction may take to be mined, in milliseconds. */
const patience = 15_000

export type Ledger = ReturnType<typeof createLedger>

export type LedgerOptions = {
  readonly chainUrl: string
  readonly chainId: number
  readonly escrow: Address
  /** Who is paid, and sends what the seller sends. */
  readonly payee: LocalAccount
}

export function createLedger({ chainUrl, chainId, escrow, payee }: LedgerOptions) {
  // Not viem's chain of Tempo, which has transactions of its own.
  const chain = defineChain({
    id: chainId,
    name: 'An ordinary chain',
    nativeCurrency: { name: 'Coin', symbol: 'COIN', decimals: 18 },
    rpcUrls: { default: { http: [chainUrl] } },
  })
  const client = createWalletClient({ account: payee, chain, transport: http(chainUrl) }).extend(
    publicActions,
  )
  const contract = { address: escrow, abi: escrowAbi } as const

  /** Waits for a transaction and reads what became of it ("Transaction Outcome Checks"). */
  async function outcome(hash: Hex) {
    const receipt = await client
      .waitForTransactionReceipt({ hash, pollingInterval: 50, timeout: patience })
      .catch(() => {
        throw new Refusal(402, 'channel-not-found', 'the chain does not have the transaction')
      })
    if (receipt.status !== 'success') throw new Refusal(409, 'transaction-reverted')
    return receipt.logs.filter(({ address }) => address.toLowerCase() === escrow.toLowerCase())
  }

  return {
    channel: (id: Hex) => client.readContract({ ...contract, functionName: 'getChannel', args: [id] }),
    grace: () => client.readContract({ ...contract, functionName: 'CLOSE_GRACE_PERIOD' }),
    async time() {
      return Number((await client.getBlock()).timestamp)
    },
    /** Sends a transaction of the seller's own; it is mined whether or not it reverts. */
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
      const call = { ...contract, functionName, args, gas }
      const hash = await client.writeContract(call as never)
      await outcome(hash)
      return hash
    },
    /** The channels that a transaction opened, or added to. */
    async touched(hash: Hex, eventName: 'ChannelOpened' | 'TopUp'): Promise<Hex[]> {
      const logs = parseEventLogs({ abi: escrowAbi, eventName, logs: await outcome(hash) })
      return logs.map(({ args }) => args.channelId)
    },
    /** Checks the signature of a voucher ("Voucher Verification", steps 3 to 5); gives it back. */
    async verifyVoucher(
      { id, cumulative, signature: given }: { id: Hex; cumulative: bigint; signature: Hex | undefined },
      signer: Address,
    ): Promise<Hex> {
      const signature = readSignature(given)
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
      }).catch(() => undefined)
      if (recovered?.toLowerCase() !== signer.toLowerCase()) throw new Refusal(402, 'signer-mismatch')
      return signature
    },
  }
}
