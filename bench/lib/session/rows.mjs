// The rows about sessions, loaded only where they are asked for: a chain and a browser are no small things.

/** @import { Row } from '../../run.mjs' */

/** @type {Record<string, () => Promise<Row[]>>} */
export const sessionRows = {
  7: async () => (await import('./vouchers.mjs')).voucherRows(),
  9: async () => [
    ...(await (await import('./requests.mjs')).warmRows()),
    ...(await (await import('./browser.mjs')).browserRows()),
  ],
  10: async () => (await import('./requests.mjs')).crowdRows(),
  11: async () => (await import('./streams.mjs')).streamRows(),
  12: async () => (await import('./events.mjs')).eventRows(),
  13: async () => (await import('./work.mjs')).workRows(),
  14: async () => (await import('../meter.mjs')).meterRows(),
  15: async () => (await import('./streams.mjs')).coldRows(),
}
