import type { BudgetTexts, LimitWords } from '../budgetTexts.js'
import { counted } from '../counted.js'

const where = ({ per, host }: LimitWords) => host ?? (per === 'origin' ? '各サイト' : 'すべてのサイトの合計')

export const budget: BudgetTexts = {
  budget: '予算',
  means: 'これらすべての範囲内であれば、確認なしで支払われます。それ以外は確認します。',
  none: '支払いのたびに確認します。',
  unreadable: '上限を読み取れなかったため、支払いのたびに確認します。もう一度設定してください。',
  unavailable: 'このブラウザーは上限を保存しないため、支払いのたびに確認します。',
  title: (words) => {
    if (words.per === 'payment') return words.host ? `${words.host} での 1 回の支払い` : '1 回の支払い'
    return words.span ? `${where(words)}（${words.span}ごと）` : where(words)
  },
  limit: (words) => {
    if (words.per === 'payment') return `${words.host ? `${words.host} で ` : ''}1 回 ${words.amount}`
    return `${where(words)}で ${words.span ? `${words.span}ごとに` : '全体で'} ${words.amount}`
  },
  upTo: (amount) => `${amount} まで。`,
  used: ({ spent, amount, left, span }) =>
    `${span ? `直近 ${span}で` : 'これまでに'} ${amount} のうち ${spent} を使用。残り ${left}。`,
  usedAt: (host, used) => `${host}：${used}`,
  comesFree: (amount, time) => `そのうち ${amount} は ${time} にまた使えます。`,
  moreSites: (count) => counted(count, 'ja', { other: 'ほか # サイト。' }),
  change: '変更',
  remove: '削除',
  clear: '毎回確認する',
  add: '上限を追加',
  save: '保存',
  amountIn: (unit) => `金額（${unit}）`,
  kind: '対象',
  asks: (limit) => `${limit} まで、確認せずに支払いますか？`,
  asksWithout: (limit) => `「${limit}」がなくなると、確認なしで支払われる額が増えます。`,
  before: (amount) => `これまでは ${amount} です。`,
  beforeAsked: 'これまでは毎回確認しています。',
  alsoHold: 'ほかに有効な上限：',
  yes: 'はい、確認しない',
  yesRemove: 'はい、削除する',
  no: 'いいえ、変えない',
  raised: '今から有効です。',
  lowered: '今から引き下げられます。',
  removed: '上限を削除しました。',
  cleared: 'これからは支払いのたびに確認します。',
  stays: '変更はありません。',
  remember: (host) => `${host} では今後確認しない`,
  rememberUpTo: ({ amount, daily, span }) => `1回 ${amount} まで、${span}で ${daily} まで`,
  errors: {
    amount: '0.50 のように、数字と小数点で入力してください。',
    limit: 'この値は上限にできません。',
    changed:
      'その間に上限が変更されました。別のタブで変わった可能性があります。確認して、もう一度試してください。',
    gone: 'この上限はすでにありません。',
    notKept: 'このブラウザーに変更を保存できませんでした。確認なしで支払われる額は増えていません。',
    failed: 'うまくいきませんでした。確認なしで支払われる額は増えていません。',
  },
}
