import type { DiagnosisTexts } from '../diagnosisTexts.js'

const money = '支払いは行われていません。'

export const diagnosis: DiagnosisTexts = {
  headersHidden: {
    what: '販売者からの支払いの求めを、このページは読み取ることができません。',
    money,
    next: 'お使いの環境の問題ではなく、もう一度試しても変わりません。このページの運営者が直せます。',
  },
  popupBlocked: {
    what: 'ブラウザーがウォレットの画面をブロックしました。',
    money,
    next: 'このページのポップアップを許可して（多くはアドレスバーの印から）、もう一度ボタンを押してください。',
  },
  cardBlocked: {
    what: 'カードの入力欄を読み込めませんでした。',
    money,
    next: 'ブロック機能やネットワークの制限で js.stripe.com が止められている可能性があります。許可するか、別の方法で支払ってください。',
  },
  clock: (by, isFast) => ({
    what: by
      ? `この端末の時計は${by}${isFast ? '進んで' : '遅れて'}います。`
      : 'この端末の時計が合っていないようです。',
    money,
    next: '端末の設定で時刻を自動に合わせてから、もう一度試してください。',
  }),
  sellerClock: {
    what: '販売者のオファーが、届く前に終了しています。',
    money,
    next: 'しばらくしてからもう一度試してください。続く場合は、販売者に知らせてください。',
  },
  insecurePage: {
    what: 'このページの接続は、ほかの人に書き換えられるおそれがあります。',
    money,
    next: 'ここでは支払えません。アドレスを https にして開き直してください。',
  },
  storageRefused: {
    what: 'このブラウザーでは、ページが何も保存できません。',
    money,
    next: 'プライベートウィンドウを閉じるか、サイトデータを許可して、もう一度試してください。',
  },
  storageFull: {
    what: 'このページが保存に使える容量が残っていません。',
    money,
    next: '端末の空き容量を増やして、もう一度試してください。',
  },
  otherNetwork: {
    what: 'ウォレットが、この支払いとは別のネットワークにつながっています。',
    money,
    next: 'ウォレットでネットワークを切り替えて、もう一度試してください。',
  },
  noWallet: {
    what: 'このブラウザーにウォレットが見つかりませんでした。',
    money,
    next: 'ウォレットのブラウザーでこのページを開くか、このブラウザーにウォレットを追加するか、別の方法で支払ってください。',
  },
  secure: 'https で開く',
}
