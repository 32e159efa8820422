import * as Base64Url from '../../../../protocol/Base64Url.js'
import type { Challenge } from '../../../../protocol/Challenge.js'
import type { JsonObject } from '../../../../protocol/JsonObject.js'
import { mint, program } from './bank.js'

export const payee = 'GyGKxMyg1p9SsHfm15MkNUu1u9TN2JtTspcdmrtGUdse'
export const operator = '9hSR6S7WPtxmTojgo6GG3k4yDPecgJY292j7xrsUGWBu'
export const blockhash = 'EhZdzBB1N4fze8WevyA73hCDVyza4b3C2umjhVdpSUM'

/** A request as the draft has it. */
export const details = {
  network: 'mainnet',
  channelProgram: program,
  decimals: 6,
  feePayer: true,
  feePayerKey: operator,
  gracePeriodSeconds: 900,
  recentBlockhash: blockhash,
  recentSlot: '9042',
}
export const draft = {
  amount: '100',
  unitType: 'request',
  suggestedDeposit: '10000',
  currency: mint,
  recipient: payee,
  methodDetails: details,
}

/** A request as `@solana/pay-kit` has it. */
export const older = {
  cap: '1000000',
  currency: mint,
  operator,
  recipient: payee,
  network: 'mainnet',
  modes: ['pull'],
  pullVoucherStrategy: 'clientVoucher',
  recentBlockhash: blockhash,
  recentSlot: '9042',
}

const { recentSlot: _, ...slotless } = older
/** A request as `@solana/mpp` 0.6 has it. */
export const oldest = { ...slotless, currency: 'USDC', network: 'localnet' }

export function challengeOf(request: JsonObject): Challenge {
  return {
    id: 'challenge',
    realm: 'shop.test',
    method: 'solana',
    intent: 'session',
    request: Base64Url.fromText(JSON.stringify(request)),
  }
}
