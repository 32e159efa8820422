// A process of its own for all that is not the payer's: a chain, a shop, and the lines to both. Its parent ends it.
import * as vite from 'vite'
import { entries, sourceAliases } from '../../../scripts/sources.mjs'
import { startLine } from './line.mjs'
import { startShop } from './shop.mjs'

/**
 * @typedef {object} Places
 * @property {string} shop
 * @property {string} chain
 * @property {string} farShop 50 ms away, its chain beside it.
 * @property {string} farChain 50 ms away.
 * @property {string} remoteShop 50 ms away, and its chain again as far from it.
 *
 * @typedef {{ url: string, chainId: number, stop(): Promise<void>,
 *   fund(address: `0x${string}`, amount: bigint): Promise<void> }} Devnet
 */

const roundTrip = 50
const payee = 9
// mppx prints every refusal.
console.error = () => {}

const devnet = await start()
const { chainId } = devnet
const farChain = await startLine(devnet.url, roundTrip)
const shop = await startShop({ rpcUrl: devnet.url, chainId, payee })
const farShop = await startLine(shop, roundTrip)
const remoteShop = await startLine(await startShop({ rpcUrl: farChain, chainId, payee }), roundTrip)

process.on('message', async (/** @type {{ address: `0x${string}` }} */ { address }) => {
  await devnet.fund(address, 1_000_000_000n)
  process.send?.({ funded: address })
})
// The parent has gone, whatever became of it.
process.on('disconnect', () => devnet.stop().finally(() => process.exit()))
process.send?.({ places: { shop, chain: devnet.url, farShop, farChain, remoteShop } })

/** @returns {Promise<Devnet>} */
async function start() {
  const file = entries().find(({ specifier }) => specifier === '@payerkit/devnet')?.file
  if (file === undefined) throw new Error('There is no development chain in this workspace.')
  const { module } = await vite.runnerImport(file, { configFile: false, resolve: { alias: sourceAliases() } })
  return /** @type {{ startDevnet(): Promise<Devnet> }} */ (module).startDevnet()
}
