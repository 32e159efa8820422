import type { BrowserContext, Request } from '@playwright/test'

/** What the pages of a browser send for their sessions. */
export type Vouchers = {
  /** What each voucher allows in all, in the order in which they were sent. */
  allowed: bigint[]
  /** Of what was bought: how many requests were sent with a voucher. */
  bought: number
  /** Answers other than a yes to what was sent with a voucher. */
  refused: string[]
}

/** Reads along, in every tab. */
export function watchVouchers(context: BrowserContext): Vouchers {
  const vouchers: Vouchers = { allowed: [], bought: 0, refused: [] }
  context.on('request', (request) => {
    const allowed = allowedBy(request)
    if (allowed === undefined) return
    vouchers.allowed.push(allowed)
    if (request.method() === 'GET') vouchers.bought++
  })
  context.on('response', (response) => {
    if (!response.ok() && allowedBy(response.request()) !== undefined)
      vouchers.refused.push(`${response.status()} ${response.url()}`)
  })
  return vouchers
}

/** How often a voucher allowed less than the one before it. */
export const regressionsOf = ({ allowed }: Vouchers): number =>
  allowed.filter((each, at) => each < (allowed[at - 1] ?? 0n)).length

function allowedBy(request: Request): bigint | undefined {
  const { authorization = '' } = request.headers()
  if (!authorization.startsWith('Payment ')) return undefined
  const { payload } = JSON.parse(Buffer.from(authorization.slice(8), 'base64url').toString()) as {
    payload: { cumulativeAmount?: string }
  }
  return payload.cumulativeAmount === undefined ? undefined : BigInt(payload.cumulativeAmount)
}
