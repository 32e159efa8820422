import type { SubscriptionTexts } from '../subscriptionTexts.js'

const singles = { second: '每秒', day: '每天', week: '每周', month: '每月' }

export const subscriptions: SubscriptionTexts = {
  subscriptions: '订阅列表',
  none: '这里没有订阅。',
  kind: '订阅',
  each: (span, unit, count) => (count === 1 ? singles[unit] : `每 ${span}`),
  recurs: (next, ends, total) =>
    `${next ? `下次扣款：${next}。` : ''}${ends ? `${ends} 结束。总计最多 ${total}。` : `持续到您在卖家处取消为止。第一年最多 ${total}。`}`,
  already: '您在该卖家处已有一个相同的订阅。',
  subscribe: '订阅',
  subscribeFor: (price, each) => `订阅 · ${each} ${price}`,
  price: (amount, each) => `${each} ${amount}`,
  states: {
    active: '有效',
    cancelling: '正在取消…',
    cancelled: '已取消',
    expired: '已结束',
    unknown: '尚不确定',
  },
  nextOn: (date) => `下次扣款：${date}。`,
  nextNow: '下次扣款随时可能发生。',
  noNext: '不会再有扣款。',
  endsOn: (date) => `${date} 结束。`,
  cancelled: '卖家无法再扣款。',
  endedOn: (date) => `已于 ${date} 结束。卖家无法再扣款。`,
  unknown: '您已同意，但网络上还没有显示。目前没有扣款。如果卖家之后完成设置，您可以在这里取消。',
  cancelling: '请在钱包中确认，然后稍等片刻。',
  cancel: '取消订阅',
  sure: '取消后卖家无法再扣款。已支付的金额不会退回。',
  cancelSure: '是，取消订阅',
  keep: '保留',
  forget: '从列表中移除',
  errors: {
    no: '您在钱包中拒绝了。订阅继续有效。',
    unconfirmed: '网络上还没有显示已取消。请稍后再看，再次取消也没有关系。',
    account: '这是由另一个账户同意的。请在钱包中连接该账户后重试。',
    absent: '卖家还没有完成设置，因此没有可取消的内容。没有扣款。',
    chain: '您的钱包未连接或在其他网络上。订阅继续有效。请连接后重试。',
    failed: '操作没有成功。订阅和之前一样继续有效。请重试。',
  },
}
