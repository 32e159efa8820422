import type { ExpressTexts } from '../expressTexts.js'

export const express: ExpressTexts = {
  buttons: '一步支付',
  or: '或用银行卡支付',
}
