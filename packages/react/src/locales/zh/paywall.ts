import type { PaywallTexts } from '../paywallTexts.js'

export const paywall: PaywallTexts = {
  locked: '如何解锁',
  unlock: (amount) => (amount ? `支付 ${amount} 解锁` : '解锁'),
  once: '只付一次款，之后在此浏览器中随时可看。',
  unlocked: (amount) => (amount ? `已解锁。只付了一次款：${amount}。` : '已解锁。'),
}
