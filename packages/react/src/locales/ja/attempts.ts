import type { AttemptTexts } from '../attemptTexts.js'

export const attempts: AttemptTexts = {
  payments: '未確定の支払い',
  about: (amount, time, host) => `${amount} · ${time} · ${host}`,
  unknown: ({ amount, who, deposit }) =>
    deposit
      ? `${who} への ${amount} の預け入れが行われたかどうか、まだわかりません。`
      : `${who} に ${amount} が支払われたかどうか、まだわかりません。`,
  unknownNext: '応答が途中で失われました。支払う前にもう一度確認してください。確認に請求はありません。',
  stillUnknown: (time) =>
    `まだ応答がありません。追加の請求はありません。${time} 以降にもう一度確認してください。`,
  undelivered: ({ amount, who, deposit }) =>
    deposit
      ? `${who} への ${amount} の預け入れは行われましたが、何も届いていません。`
      : `${who} に ${amount} を支払いましたが、届いていません。`,
  undeliveredNext: 'もう一度支払わず、すでに済んだ支払いで受け取ってください。',
  stillUndelivered: (time) =>
    `まだ届いていません。追加の請求はありません。${time} 以降にもう一度試すか、販売者に問い合わせてください。`,
  looking: '確認中…',
  delivered: ({ amount, who, deposit }) => ({
    what: '届きました。',
    next: deposit
      ? `${amount} の預け入れは 1 回だけ行われました。`
      : `${who} に ${amount} が 1 回だけ支払われました。`,
  }),
  unshown: {
    what: '届きましたが、表示できませんでした。',
    next: '支払いは 1 回だけで、もう一度表示しても費用はかかりません。',
  },
  declined: { what: '支払いは行われていません。', next: 'もう一度購入できます。' },
  settled: { what: 'これはすでに解決しています。', next: '追加の請求はありません。' },
  gaveUp: ({ amount }) => ({
    what: '取りやめました。',
    next: `${amount} が支払われていた場合、その支払いは取り消されません。もう一度購入できます。`,
  }),
  stays: '今は取りやめることができませんでした。請求はされていません。少し待ってから試してください。',
  look: 'もう一度確認',
  get: '受け取る',
  show: 'もう一度表示',
  more: '解決しない場合',
  giveUp: '取りやめる',
  giveUpSure: 'はい、取りやめる',
  keep: '残しておく',
  giveUpMeans: '以後は確認されず、同じものをもう一度購入できます。支払われた分は支払い済みのままです。',
}
