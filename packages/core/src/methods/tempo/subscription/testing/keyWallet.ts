import { type Hex, keccak256, type LocalAccount, numberToHex, parseSignature, toRlp } from 'viem'
import type { Wallet } from '../../testing/wallets.js'

// What a wallet that knows access keys does when it is asked for one, written with viem alone.

type Asked = {
  readonly address: Hex
  readonly chainId: Hex
  readonly expiry: number
  readonly keyType: string
  readonly limits: readonly { readonly token: Hex; readonly limit: Hex; readonly period: number }[]
  readonly scopes: readonly {
    readonly address: Hex
    readonly selector: Hex
    readonly recipients: readonly Hex[]
  }[]
  readonly witness?: Hex
}

/** Teaches a wallet to sign for access keys of secp256k1. */
export function signsKeys(wallet: Wallet, account: LocalAccount): Wallet {
  wallet.answers.set('wallet_getCapabilities', () => ({ '0xa5bf': { accessKeys: { status: 'supported' } } }))
  wallet.answers.set('wallet_authorizeAccessKey', async ([asked]) => {
    const { address, chainId, expiry, keyType, limits, scopes, witness } = asked as Asked
    const target = scopes[0]?.address as Hex
    const even = (hex: Hex): Hex => (hex.length % 2 === 0 ? hex : `0x0${hex.slice(2)}`)
    const hash = keccak256(
      toRlp([
        ...[even(chainId), '0x' as const, address, even(numberToHex(expiry))],
        limits.map(({ token, limit, period }) => [token, even(limit), even(numberToHex(period))]),
        [[target, scopes.map(({ selector, recipients }) => [selector, recipients])]],
        ...(witness ? [witness] : []),
      ] as never),
    )
    const { r, s, yParity } = parseSignature((await account.sign?.({ hash })) as Hex)
    const selectorRules = scopes.map(({ selector, recipients }) => ({ selector, recipients }))
    return {
      keyAuthorization: {
        ...{ chainId, keyId: address, keyType, expiry: numberToHex(expiry), witness },
        limits: limits.map((limit) => ({ ...limit, period: numberToHex(limit.period) })),
        allowedCalls: [{ target, selectorRules }],
        signature: { type: 'secp256k1', r, s, yParity: numberToHex(yParity) },
      },
      rootAddress: account.address,
    }
  })
  return wallet
}
