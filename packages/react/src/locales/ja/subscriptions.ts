import type { SubscriptionTexts } from '../subscriptionTexts.js'

const singles = { second: '毎秒', day: '毎日', week: '毎週', month: '毎月' }

export const subscriptions: SubscriptionTexts = {
  subscriptions: 'サブスクリプション',
  none: 'サブスクリプションはありません。',
  kind: 'サブスクリプション',
  each: (span, unit, count) => (count === 1 ? singles[unit] : `${span}ごと`),
  recurs: (next, ends, total) =>
    `${next ? `次回の請求は ${next} です。` : ''}${ends ? `${ends} に終了します。合計は最大 ${total} です。` : `販売者のもとで解約するまで続きます。最初の 1 年間は最大 ${total} です。`}`,
  already: 'この販売者との同じ内容のサブスクリプションがすでにあります。',
  subscribe: '登録する',
  subscribeFor: (price, each) => `登録する · ${each} ${price}`,
  price: (amount, each) => `${each} ${amount}`,
  states: {
    active: '有効',
    cancelling: '解約中…',
    cancelled: '解約済み',
    expired: '終了',
    unknown: '確認中',
  },
  nextOn: (date) => `次回の請求は ${date} です。`,
  nextNow: '次回の請求はいつでも行われる可能性があります。',
  noNext: '今後の請求はありません。',
  endsOn: (date) => `${date} に終了します。`,
  cancelled: '販売者はこれ以上請求できません。',
  endedOn: (date) => `${date} に終了しました。販売者はこれ以上請求できません。`,
  unknown:
    '同意は済んでいますが、ネットワークにはまだ表示されていません。今のところ請求はありません。販売者が後から設定した場合は、ここで解約できます。',
  cancelling: 'ウォレットで確認してください。その後、少し時間がかかります。',
  cancel: '解約する',
  sure: '解約すると、販売者はそれ以上請求できなくなります。支払い済みの分は戻りません。',
  cancelSure: 'はい、解約する',
  keep: '続ける',
  forget: '一覧から削除',
  errors: {
    no: 'ウォレットで拒否されました。サブスクリプションは続きます。',
    unconfirmed:
      '解約がまだネットワークに表示されていません。少し後でもう一度ご確認ください。再度解約しても問題ありません。',
    account:
      '別のアカウントで同意されています。そのアカウントをウォレットで接続して、もう一度お試しください。',
    absent: '販売者がまだ設定していないため、解約するものがありません。請求はありません。',
    chain:
      'ウォレットが未接続か、別のネットワークにあります。サブスクリプションは続きます。接続してもう一度お試しください。',
    failed: 'うまくいきませんでした。サブスクリプションはこれまでどおり続きます。もう一度お試しください。',
  },
}
