import type { DiagnosisTexts } from '../diagnosisTexts.js'

const money = '没有付款。'

export const diagnosis: DiagnosisTexts = {
  headersHidden: {
    what: '卖家请求付款的方式不允许本页面读取。',
    money,
    next: '这不是您的问题，重试也没有用。本页面的负责人可以解决。',
  },
  popupBlocked: {
    what: '浏览器拦截了钱包的窗口。',
    money,
    next: '请允许本页面打开窗口（通常点地址栏里的图标），然后再按一次按钮。',
  },
  cardBlocked: {
    what: '银行卡表单没有加载。',
    money,
    next: '可能是内容拦截器或网络限制挡住了 js.stripe.com。请允许它，或换一种方式付款。',
  },
  clock: (by, isFast) => ({
    what: by ? `此设备的时钟${isFast ? '快' : '慢'}了 ${by}。` : '此设备的时钟似乎不准。',
    money,
    next: '请在设备的设置中开启自动校时，然后重试。',
  }),
  sellerClock: {
    what: '卖家的报价在送达之前就已截止。',
    money,
    next: '请稍后重试。如果一直如此，请告诉卖家。',
  },
  insecurePage: {
    what: '本页面的连接可能被他人篡改。',
    money,
    next: '这里无法付款。请用 https 打开本页面。',
  },
  storageRefused: {
    what: '此浏览器不让本页面保存任何内容。',
    money,
    next: '请退出无痕窗口，或允许本网站保存数据，然后重试。',
  },
  storageFull: { what: '本页面需要保存的内容已没有空间。', money, next: '请在设备上腾出空间后重试。' },
  otherNetwork: { what: '您的钱包与这笔付款不在同一个网络上。', money, next: '请在钱包中切换网络后重试。' },
  noWallet: {
    what: '在此浏览器中没有找到钱包。',
    money,
    next: '请在钱包自带的浏览器中打开本页面，或为此浏览器添加钱包，或换一种方式付款。',
  },
  secure: '用 https 打开',
}
