import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** A refusal that is told as RFC 9457 problem details. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: ContentfulStatusCode
  readonly kind: string
  readonly extra: Record<string, unknown>

  constructor(
    status: ContentfulStatusCode,
    kind: string,
    detail: string,
    extra: Record<string, unknown> = {},
  ) {
    super(detail)
    this.status = status
    this.kind = kind
    this.extra = extra
  }
}

/** Hono's error handler for the merchant's own API. */
export function answerProblem(error: Error, context: Context): Response {
  const problem =
    error instanceof Problem
      ? error
      : new Problem(500, 'internal', 'The merchant failed to answer this request.')
  if (problem !== error) console.error(error)
  const { status, kind, message, extra } = problem
  const body = {
    type: `urn:payerkit:problem:${kind}`,
    title: kind.replaceAll('-', ' '),
    status,
    detail: message,
    ...extra,
  }
  return context.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' })
}
