'use client'

export { type ExpressTexts, expressTexts } from '../locales/expressTexts.js'
export { ExpressPay, type ExpressPayProps } from '../stripe/ExpressPay.js'
