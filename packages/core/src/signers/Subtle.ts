import { BaseError } from '../Errors.js'

/**
 * The browser's own cryptography.
 *
 * @throws {@link UnavailableError} on a page without https.
 */
export function subtle(): SubtleCrypto {
  const found: SubtleCrypto | undefined = globalThis.crypto?.subtle
  if (!found) throw new UnavailableError()
  return found
}

/** Thrown where there is no WebCrypto, mostly on a page that did not come over https. */
export class UnavailableError extends BaseError {
  override readonly name = 'Subtle.UnavailableError'
  constructor() {
    super('keys_unavailable', 'Keys can only be used on a page that came over https.')
  }
}
