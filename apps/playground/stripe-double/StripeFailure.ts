import type { ContentfulStatusCode } from 'hono/utils/http-status'

export type StripeErrorBody = {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'
  message: string
  code?: string
  decline_code?: string
  param?: string
  payment_intent?: object
}

/** An answer in the shape of Stripe's errors. */
export class StripeFailure extends Error {
  override readonly name = 'StripeFailure'
  readonly status: ContentfulStatusCode
  readonly body: StripeErrorBody

  constructor(status: ContentfulStatusCode, body: StripeErrorBody) {
    super(body.message)
    this.status = status
    this.body = body
  }
}

export function invalidRequest(
  message: string,
  extra: { code?: string; param?: string } = {},
): StripeFailure {
  return new StripeFailure(400, { type: 'invalid_request_error', message, ...extra })
}

export function missingParameter(param: string): StripeFailure {
  return invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param })
}

export function noSuch(object: string, id: string, param = 'id'): StripeFailure {
  const message = `No such ${object}: '${id}'`
  return new StripeFailure(404, { type: 'invalid_request_error', code: 'resource_missing', message, param })
}
