import type { BudgetTexts, LimitWords } from '../budgetTexts.js'
import { counted } from '../counted.js'

const where = ({ per, host }: LimitWords) =>
  host ? `在 ${host}` : per === 'origin' ? '在每个网站' : '在所有网站合计'

export const budget: BudgetTexts = {
  budget: '预算',
  means: '符合以下所有限额的款项会直接支付，不再询问。其他款项都会先询问您。',
  none: '每次付款都会先询问您。',
  unreadable: '无法读取您的限额，因此每次付款都会先询问您。请重新设置。',
  unavailable: '这个浏览器不保存限额，因此每次付款都会先询问您。',
  title: (words) => {
    if (words.per === 'payment') return words.host ? `在 ${words.host} 的每笔付款` : '每笔付款'
    return words.span ? `${where(words)}，每 ${words.span}` : where(words)
  },
  limit: (words) => {
    if (words.per === 'payment') return `${words.host ? `在 ${words.host} ` : ''}每笔 ${words.amount}`
    return `${where(words)}${words.span ? `每 ${words.span}` : '总共'} ${words.amount}`
  },
  upTo: (amount) => `最多 ${amount}。`,
  used: ({ spent, amount, left, span }) =>
    `${span ? `最近 ${span}` : '至今'}已用 ${spent}，共 ${amount}；剩余 ${left}。`,
  usedAt: (host, used) => `${host}：${used}`,
  comesFree: (amount, time) => `其中 ${amount} 将于 ${time} 恢复可用。`,
  moreSites: (count) => counted(count, 'zh-Hans', { other: '还有 # 个网站。' }),
  change: '更改',
  remove: '移除',
  clear: '每次都询问',
  add: '添加限额',
  save: '保存',
  amountIn: (unit) => `金额（${unit}）`,
  kind: '用于',
  asks: (limit) => `${limit} 以内，不再询问、直接支付吗？`,
  asksWithout: (limit) => `没有“${limit}”，不经询问支付的金额会更多。`,
  before: (amount) => `目前为 ${amount}。`,
  beforeAsked: '目前会先询问您。',
  alsoHold: '其他有效的限额：',
  yes: '是，不再询问',
  yesRemove: '是，移除',
  no: '否，保持不变',
  raised: '从现在起生效。',
  lowered: '从现在起已降低。',
  removed: '限额已移除。',
  cleared: '现在每次付款都会先询问您。',
  stays: '一切保持不变。',
  remember: (host) => `在 ${host} 不再询问`,
  rememberUpTo: ({ amount, daily, span }) => `每次不超过 ${amount}，${span}内不超过 ${daily}`,
  errors: {
    amount: '请用数字和小数点填写，例如 0.50。',
    limit: '这不能作为限额。',
    changed: '限额在此期间已更改，可能是在另一个标签页中。请查看后重试。',
    gone: '这个限额已经不存在。',
    notKept: '这个浏览器无法保存更改。不经询问支付的金额不会比之前多。',
    failed: '操作没有成功。不经询问支付的金额不会比之前多。',
  },
}
