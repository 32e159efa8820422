import type { CardTexts } from '../cardTexts.js'

const money = '没有扣款。'

export const cards: CardTexts = {
  form: '用银行卡支付',
  loading: '正在加载银行卡表单。',
  validating: '正在检查银行卡…',
  confirm: '请在银行确认…',
  gettingOffer: '正在获取新报价…',
  hint: '只在您按下“支付”时扣款一次。',
  free: '没有需要支付的款项。',
  paid: (amount) => `已支付 ${amount}。`,
  blocked: {
    what: '无法加载银行卡表单。',
    money,
    next: 'js.stripe.com 可能被广告拦截器或网络限制阻止。请允许后重试。',
  },
  invalid: { what: '请检查卡信息。', money, next: '' },
  noCard: { what: '这笔无法用银行卡支付。', money, next: '请换一种方式付款。' },
  ended: { what: '报价已截止。', money, next: '' },
  noNewOffer: { what: '无法获取新报价。', money, next: '请检查网络连接后重试。' },
  stillUnknown: {
    what: '我们仍然不知道这笔是否已付款。',
    money: '卖家没有说明。',
    next: '请不要再次付款：稍后再查询，不会再扣款。',
  },
  changed: (before, now) => ({
    what: `价格从 ${before} 变为 ${now}。`,
    money,
    next: '只有在您接受时才付款。',
  }),
  otherPayee: { what: '钱现在会付给另一方。', money, next: '付款之前请先询问卖家。' },
  declines: {
    declined: { what: '您的银行卡被拒绝。', money, next: '请换一张卡，或询问银行。' },
    insufficient_funds: { what: '您的卡内余额不足。', money, next: '请换一张卡。' },
    expired_card: { what: '您的银行卡已过期。', money, next: '请换一张卡。' },
    incorrect_cvc: { what: '您的银行卡安全码不正确。', money, next: '请检查后重试。' },
    incorrect_number: { what: '您的银行卡号不正确。', money, next: '请检查后重试。' },
    processing_error: { what: '银行无法处理这张卡。', money, next: '请稍后重试。' },
  },
}
