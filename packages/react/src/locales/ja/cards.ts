import type { CardTexts } from '../cardTexts.js'

const money = '請求はされていません。'

export const cards: CardTexts = {
  form: 'カードで支払う',
  loading: 'カードの入力欄を読み込んでいます。',
  validating: 'カードを確認中…',
  confirm: '銀行で確認してください…',
  gettingOffer: 'オファーを取得中…',
  hint: '請求は「支払う」を押したときの 1 回だけです。',
  free: '支払うものはありませんでした。',
  paid: (amount) => `${amount} を支払いました。`,
  blocked: {
    what: 'カードの入力欄を読み込めませんでした。',
    money,
    next: '広告ブロッカーやネットワークの制限が js.stripe.com を止めている可能性があります。許可して、もう一度お試しください。',
  },
  invalid: { what: 'カード情報を確認してください。', money, next: '' },
  noCard: { what: 'これはカードでは支払えません。', money, next: '別の方法で支払ってください。' },
  ended: { what: 'オファーは終了しました。', money, next: '' },
  noNewOffer: {
    what: '新しいオファーを取得できませんでした。',
    money,
    next: '接続を確認して、もう一度試してください。',
  },
  stillUnknown: {
    what: '支払われたかどうか、まだわかりません。',
    money: '販売者から回答がありません。',
    next: 'もう一度支払わず、少し待ってから確認してください。追加の請求はありません。',
  },
  changed: (before, now) => ({
    what: `価格が ${before} から ${now} に変わりました。`,
    money,
    next: '問題がない場合にだけ支払ってください。',
  }),
  otherPayee: {
    what: 'お金の送り先が別の相手に変わりました。',
    money,
    next: '支払う前に、販売者に確認してください。',
  },
  declines: {
    declined: {
      what: 'カードが拒否されました。',
      money,
      next: '別のカードを使うか、銀行に問い合わせてください。',
    },
    insufficient_funds: { what: 'カードの残高が足りません。', money, next: '別のカードを使ってください。' },
    expired_card: { what: 'カードの有効期限が切れています。', money, next: '別のカードを使ってください。' },
    incorrect_cvc: {
      what: 'カードのセキュリティコードが正しくありません。',
      money,
      next: '確認して、もう一度試してください。',
    },
    incorrect_number: {
      what: 'カード番号が正しくありません。',
      money,
      next: '確認して、もう一度試してください。',
    },
    processing_error: {
      what: '銀行でカードを処理できませんでした。',
      money,
      next: '少し待ってから、もう一度試してください。',
    },
  },
}
