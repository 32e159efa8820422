import type { WalletTexts } from '../walletTexts.js'

export const wallets: WalletTexts = {
  connect: 'ウォレットを接続',
  connectTo: (name) => `${name} を接続`,
  switchNetwork: 'ネットワークを切り替え',
  fund: '入金する',
  approve: 'この支払いを許可',
  another: '別のウォレットを使う',
  waiting: 'ウォレットを確認してください…',
  none: 'このブラウザーにウォレットが見つかりませんでした。',
  byHand: 'ウォレットでネットワークを切り替えてください。',
  refused: 'ウォレットで拒否されました。支払いは行われていません。',
  blocked:
    'ブラウザーがウォレットの画面をブロックしました。支払いは行われていません。許可して、もう一度押してください。',
  failed: 'うまくいきませんでした。支払いは行われていません。もう一度試してください。',
}
