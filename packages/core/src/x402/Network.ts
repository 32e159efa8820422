// How x402 names networks: version 2 as CAIP-2 does, version 1 by names of its own.

const names: { readonly [name: string]: number } = {
  abstract: 2741,
  'abstract-testnet': 11124,
  avalanche: 43114,
  'avalanche-fuji': 43113,
  base: 8453,
  'base-sepolia': 84532,
  celo: 42220,
  educhain: 41923,
  ethereum: 1,
  flare: 14,
  iotex: 4689,
  megaeth: 4326,
  monad: 143,
  peaq: 3338,
  polygon: 137,
  'polygon-amoy': 80002,
  sei: 1329,
  'sei-testnet': 1328,
  sepolia: 11155111,
  'skale-base-sepolia': 324705682,
  stable: 988,
  'stable-testnet': 2201,
  story: 1514,
}

/** The number of an EVM network; `undefined` for any other network. */
export function chainIdOf(network: string, version: 1 | 2): number | undefined {
  if (version === 1) return Object.hasOwn(names, network) ? names[network] : undefined
  const chainId = Number(/^eip155:([1-9]\d{0,15})$/.exec(network)?.[1])
  return Number.isSafeInteger(chainId) ? chainId : undefined
}
