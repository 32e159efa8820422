// Row 7: vouchers to headers in a second, on every side for a channel that is open and a challenge that is read.
import { createClient, custom } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { tempoModerato } from 'viem/tempo/chains'
import { outpaced } from '../compared.mjs'
import { channel, sessionRequired, varied } from '../fixtures.mjs'
import { measure, rounds, takeTurns } from '../measure.mjs'
import { loadSessionKit, loadSessionMppx } from '../subjects.mjs'

/** @import { Row } from '../../run.mjs' */

const price = 1000n
// As many as are signed before the clock runs.
const stock = 200

/** @returns {Promise<Row[]>} */
export async function voucherRows() {
  const plain = await kitPens('session-kit')
  const fast = await kitPens('session-kit-fast')
  if (!(await fast.kit.loadFastSecp256k1())) throw new Error('The faster signer did not come.')
  const [kitPlain, kitFast] = [plain.write(), fast.write()]
  const mppx = await mppxWriter()
  const sides = { plain: kitPlain, fast: kitFast, mppx }
  // Signing is much code, which compilers take their time for.
  await measure(sides)
  const times = await measure(sides)
  const ahead = await takeTurns(rounds, {
    kit: () => plain.stocked(),
    mppx: async () => {
      const started = performance.now()
      for (let at = 0; at < stock; at++) await mppx(at)
      return ((performance.now() - started) * 1e6) / stock
    },
  })
  const rates = (/** @type {readonly number[]} */ nanoseconds) => nanoseconds.map((each) => 1e9 / each)
  const show = (/** @type {number} */ rate) => `${Math.round(rate).toLocaleString('en')}/s`
  return [
    outpaced('voucher to header, plain JS', rates(times.plain), rates(times.mppx), 1.8, show),
    outpaced('voucher to header, faster signer', rates(times.fast), rates(times.mppx), 2.5, show),
    outpaced('voucher to header, signed ahead', rates(ahead.kit), rates(ahead.mppx), 40, show),
  ]
}

/** @param {string} name */
async function kitPens(name) {
  const kit = await loadSessionKit(name)
  const signer = kit.Secp256k1.fromSecret(kit.Secp256k1.randomSecret())
  const key = addressOf(generatePrivateKey())
  const parts = { ...channel, payer: key, authorizedSigner: key }
  const identity = kit.ChannelIdentity.of(parts, kit.protocols.v2)
  const scheme = /** @type {never} */ (kit.tempoScheme({ client: () => undefined }))
  const challenges = varied((seed) => {
    const [challenge] = kit.Challenge.parse(sessionRequired(seed).headers).challenges
    if (!challenge) throw new Error('A challenge of the fixtures was refused.')
    return challenge
  })
  const create = () => kit.createPen(scheme, identity, signer)
  return {
    kit,
    write() {
      const pen = create()
      let cumulative = 0n
      return (/** @type {number} */ at) => {
        cumulative += price
        return pen.credential(challenges(at), 'voucher', cumulative)
      }
    },
    /** Nanoseconds that a header takes whose voucher was signed while nobody waited. */
    async stocked() {
      // A pen keeps one voucher ahead, so that each has its own.
      const pens = Array.from({ length: stock }, create)
      for (const [at, pen] of pens.entries()) pen.ahead(BigInt(at + 1) * price)
      const started = performance.now()
      for (const [at, pen] of pens.entries())
        await pen.credential(challenges(at), 'voucher', BigInt(at + 1) * price)
      return ((performance.now() - started) * 1e6) / stock
    },
  }
}

async function mppxWriter() {
  const { Challenge, createChannelStore, tempo } = await loadSessionMppx()
  const account = privateKeyToAccount(generatePrivateKey())
  const request = async () => {
    throw new Error('No chain is asked for a voucher.')
  }
  const client = createClient({ account, chain: tempoModerato, transport: custom({ request }) })
  const store = createChannelStore()
  const { chainId, escrow, protocol: _, ...parts } = channel
  await store.set({
    channelId: channel.salt,
    cumulativeAmount: 0n,
    deposit: 2n ** 90n,
    descriptor: { ...parts, payer: account.address, authorizedSigner: account.address },
    escrow,
    chainId,
    opened: true,
  })
  const method = tempo.session({ account, channelStore: store, getClient: () => client })
  const challenges = varied((seed) => Challenge.fromResponse(sessionRequired(seed)))
  return (/** @type {number} */ at) =>
    method.createCredential({ challenge: /** @type {never} */ (challenges(at)), context: {} })
}

/** @param {`0x${string}`} key */
function addressOf(key) {
  return /** @type {`0x${string}`} */ (privateKeyToAccount(key).address.toLowerCase())
}
