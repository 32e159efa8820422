import { BaseError } from '../Errors.js'
import { InvalidError, own, readBytes, readObject } from './Fields.js'
import * as Hex from './Hex.js'

// What a channel is known by, and how it is checked when it comes from a store, a file or a server.

/** What follows from a channel's parts. */
export type Derived = { readonly id: string; readonly source: string; readonly route: string }

/** An account of a chain as credentials say it: a DID. */
export function sourceOf(chainId: number, payer: Hex.Hex): string {
  return `did:pkh:eip155:${chainId}:${Hex.checksum(payer)}`
}

/**
 * Refuses an identity that does not follow from its parts.
 *
 * @throws {@link InvalidIdentityError}
 */
export function assertDerived(identity: Derived, { id, source, route }: Derived): void {
  if (identity.id !== id) throw new InvalidIdentityError('its id does not follow from its parts')
  if (identity.source !== source) throw new InvalidIdentityError('it names another payer than its parts')
  if (identity.route !== route) throw new InvalidIdentityError('it names another payee than its parts')
}

/** What reads one part of a channel: bytes in lower case, or anything else. */
export type PartReader = {
  bytes(field: string, size: 20 | 32): Hex.Hex
  own(field: string): unknown
}

/**
 * Reads a channel's parts; whatever is not as it should be is named.
 *
 * @throws {@link InvalidIdentityError}
 */
export function readParts<parts>(value: unknown, read: (from: PartReader) => parts): parts {
  try {
    const object = readObject(value, 'parts')
    return read({
      own: (field) => own(object, field),
      bytes(field, size) {
        const bytes = readBytes(own(object, field), field, size)
        if (bytes !== own(object, field)) throw new InvalidError(field, 'is not in lower case')
        return bytes
      },
    })
  } catch (error) {
    if (error instanceof InvalidError) throw new InvalidIdentityError(`its ${error.field} cannot be read`)
    throw error
  }
}

/** Thrown when what was kept or told of a channel does not fit together, or is of another one. Nothing was signed. */
export class InvalidIdentityError extends BaseError {
  override readonly name = 'Identity.InvalidIdentityError'
  constructor(reason: string) {
    super('channel_invalid', `This payment channel cannot be used: ${reason}. Nothing was paid.`)
  }
}
