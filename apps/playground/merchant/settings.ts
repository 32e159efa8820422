import { randomBytes } from 'node:crypto'
import { devAccounts } from '@payerkit/devnet'
import { isHex } from 'viem'
import { generatePrivateKey, type LocalAccount, privateKeyToAccount } from 'viem/accounts'
import { tempoModerato } from 'viem/tempo/chains'

export type Environment = Readonly<Record<string, string | undefined>>

export type StripeSettings = {
  mode: 'double' | 'test' | 'live'
  secretKey: string
  publishableKey: string
  networkId: string
}

export type Settings = {
  network: 'local' | 'testnet'
  rpcUrl: string | undefined
  merchant: LocalAccount
  sponsor: LocalAccount
  challengeSecret: string
  allowedOrigins: readonly string[]
  stripe: StripeSettings
}

/** Something in the environment that the person who starts the server must correct. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** Reads the server's configuration; without any variable everything is local and offline. */
export function readSettings(env: Environment): Settings {
  const network = env.TEMPO_NETWORK === 'testnet' ? 'testnet' : 'local'
  return {
    network,
    ...(network === 'testnet' ? testnet(env) : local()),
    challengeSecret: challengeSecret(env.MERCHANT_SECRET),
    allowedOrigins: (env.ALLOWED_ORIGINS ?? '').split(',').filter(Boolean),
    stripe: stripeSettings(env),
  }
}

function local() {
  return { rpcUrl: undefined, merchant: devAccounts.merchant(), sponsor: devAccounts.sponsor() }
}

function testnet(env: Environment) {
  // Test money needs no keeping: without a key of one's own, every start has a new merchant.
  const key = env.MERCHANT_PRIVATE_KEY ?? generatePrivateKey()
  if (!isHex(key) || key.length !== 66)
    throw new SettingsError('MERCHANT_PRIVATE_KEY must be 0x and 64 hex digits.')
  const merchant = privateKeyToAccount(key)
  return { rpcUrl: env.TEMPO_RPC_URL ?? tempoModerato.rpcUrls.default.http[0], merchant, sponsor: merchant }
}

function challengeSecret(secret: string | undefined) {
  if (secret === undefined) return randomBytes(32).toString('hex')
  if (Buffer.byteLength(secret) < 32) throw new SettingsError('MERCHANT_SECRET must have at least 32 bytes.')
  return secret
}

function stripeSettings(env: Environment): StripeSettings {
  const secretKey = env.STRIPE_SECRET_KEY
  if (!secretKey)
    return {
      mode: 'double',
      secretKey: 'sk_test_double',
      publishableKey: 'pk_test_double',
      networkId: 'profile_test_double',
    }
  const mode = /^[sr]k_(test|live)_/.exec(secretKey)?.[1]
  if (mode !== 'test' && mode !== 'live')
    throw new SettingsError('STRIPE_SECRET_KEY must start with sk_test_, rk_test_, sk_live_ or rk_live_.')
  const publishableKey = env.VITE_STRIPE_PUBLISHABLE_KEY
  if (!publishableKey?.startsWith(`pk_${mode}_`))
    throw new SettingsError(
      `VITE_STRIPE_PUBLISHABLE_KEY must be the pk_${mode}_ key that belongs to STRIPE_SECRET_KEY.`,
    )
  // In test mode Stripe takes "internal" for the seller's own account.
  const networkId = env.STRIPE_NETWORK_ID ?? (mode === 'test' ? 'internal' : undefined)
  if (!networkId) throw new SettingsError('Live keys need STRIPE_NETWORK_ID, the seller that is paid.')
  return { mode, secretKey, publishableKey, networkId }
}
