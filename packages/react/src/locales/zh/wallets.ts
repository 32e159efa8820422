import type { WalletTexts } from '../walletTexts.js'

export const wallets: WalletTexts = {
  connect: '连接钱包',
  connectTo: (name) => `连接 ${name}`,
  switchNetwork: '切换网络',
  fund: '充值',
  approve: '允许这笔付款',
  another: '换一个钱包',
  waiting: '请查看您的钱包…',
  none: '在此浏览器中没有找到钱包。',
  byHand: '请在钱包中切换网络。',
  refused: '您在钱包中拒绝了。没有付款。',
  blocked: '浏览器拦截了钱包的窗口。没有付款。请允许后再按一次。',
  failed: '操作没有成功。没有付款。请重试。',
}
