import type { AttemptTexts } from '../attemptTexts.js'

export const attempts: AttemptTexts = {
  payments: '未了结的付款',
  about: (amount, time, host) => `${amount} · ${time} · ${host}`,
  unknown: ({ amount, who, deposit }) =>
    deposit
      ? `我们还不知道您给 ${who} 的 ${amount} 预存是否完成。`
      : `我们还不知道是否已向 ${who} 支付 ${amount}。`,
  unknownNext: '回应在途中丢失了。付款之前请再查询一次，查询不会扣款。',
  stillUnknown: (time) => `仍然没有回应。没有再次扣款。请在 ${time} 之后再查询。`,
  undelivered: ({ amount, who, deposit }) =>
    deposit
      ? `您给 ${who} 的 ${amount} 预存已完成，但没有任何结果。`
      : `您已向 ${who} 支付 ${amount}，但没有交付。`,
  undeliveredNext: '请不要再次付款：用已付的款项领取即可。',
  stillUndelivered: (time) => `仍未交付。没有再次扣款。请在 ${time} 之后重试，或询问卖家。`,
  looking: '正在查询…',
  delivered: ({ amount, who, deposit }) => ({
    what: '已到达。',
    next: deposit ? `您的 ${amount} 预存已完成，只有一次。` : `已向 ${who} 支付 ${amount}，只付了一次。`,
  }),
  unshown: { what: '内容已到达，但无法显示。', next: '只付了一次款，再次显示不收费。' },
  declined: { what: '没有付款。', next: '您可以再次购买。' },
  settled: { what: '这已经了结。', next: '没有再次扣款。' },
  gaveUp: ({ amount }) => ({
    what: '已放弃。',
    next: `如果已支付 ${amount}，这笔款不会撤销。您可以再次购买。`,
  }),
  stays: '暂时无法放弃。没有扣款。请稍后再试。',
  look: '再查询一次',
  get: '领取',
  show: '再次显示',
  more: '如果没有结果',
  giveUp: '放弃',
  giveUpSure: '是，放弃',
  keep: '保留',
  giveUpMeans: '之后不会再查询，同样的内容可以再次购买。已付的款项不会撤销。',
}
