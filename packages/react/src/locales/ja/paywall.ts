import type { PaywallTexts } from '../paywallTexts.js'

export const paywall: PaywallTexts = {
  locked: '続きを見るには',
  unlock: (amount) => (amount ? `${amount} で開く` : '開く'),
  once: '支払いは 1 回だけです。その後はこのブラウザーでいつでも見られます。',
  unlocked: (amount) => (amount ? `開きました。支払いは ${amount}、1 回だけです。` : '開きました。'),
}
