'use client'

export { type WalletTexts, walletTexts } from '../locales/walletTexts.js'
export { useWagmiRequote } from './useWagmiRequote.js'
export { WalletRemedy, type WalletRemedyProps } from './WalletRemedy.js'
export { type ClientResolver, useWagmiClient, type WalletClient, wagmiClient } from './wagmiClient.js'
