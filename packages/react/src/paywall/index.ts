'use client'

export { Paywall, type PaywallProps } from '../components/Paywall.js'
export { type PaywallTexts, paywallTexts } from '../locales/paywallTexts.js'
export type { PaywallState } from './PaywallState.js'
