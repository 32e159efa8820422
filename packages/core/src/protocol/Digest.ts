import { BaseError } from '../Errors.js'

const hashes = { 'sha-256': 'SHA-256', 'sha-512': 'SHA-512' } as const

/**
 * The `Content-Digest` of a body (RFC 9530 section 2), such as `sha-256=:X48E9qOo…=:`.
 *
 * @example
 * ```ts
 * await Digest.compute(new TextEncoder().encode('{"hello": "world"}'))
 * ```
 */
export async function compute(
  body: BufferSource,
  algorithm: keyof typeof hashes = 'sha-256',
): Promise<string> {
  return `${algorithm}=:${await hash(body, algorithm)}:`
}

/**
 * Refuses a body that is not the one a challenge is bound to. A field may list several digests; every one that
 * can be computed must fit, and at least one must be computable.
 *
 * @example
 * ```ts
 * await Digest.assertMatches('sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:', body)
 * ```
 *
 * @throws {@link MismatchError} when a digest differs.
 * @throws {@link UnsupportedError} when no digest is of an algorithm that is known.
 */
export async function assertMatches(field: string, body: BufferSource): Promise<void> {
  let checked = 0
  for (const member of field.slice(0, 2048).split(',')) {
    // mppx writes the value without the colons of a structured field.
    const [, algorithm, value] = /^\s*([a-z0-9-]+)=(:?[A-Za-z0-9+/]+=*:?)\s*$/.exec(member) ?? []
    if (!algorithm || !value || !Object.hasOwn(hashes, algorithm)) continue
    if (value.replaceAll(':', '') !== (await hash(body, algorithm as keyof typeof hashes)))
      throw new MismatchError()
    checked++
  }
  if (checked === 0) throw new UnsupportedError(field)
}

async function hash(body: BufferSource, algorithm: keyof typeof hashes): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest(hashes[algorithm], body))
  return btoa(String.fromCharCode(...bytes))
}

/** Thrown when the server priced another body than the one that would be sent. */
export class MismatchError extends BaseError {
  override readonly name = 'Digest.MismatchError'
  constructor() {
    super('digest_mismatch', 'The offer is for another request body than this one. Nothing was paid.')
  }
}

/** Thrown when a digest is of no known algorithm, so that nothing can be checked. */
export class UnsupportedError extends BaseError {
  override readonly name = 'Digest.UnsupportedError'
  constructor(field: string) {
    super('digest_unsupported', 'The offer is bound to the request body in an unknown way.', {
      details: field.slice(0, 80),
    })
  }
}
