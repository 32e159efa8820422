import { BaseError } from '../Errors.js'
import type { Challenge } from '../protocol/Challenge.js'
import * as Credential from '../protocol/Credential.js'
import type { JsonObject } from '../protocol/JsonObject.js'
import type { Signer } from '../signers/Signer.js'
import type { Identity, Scheme } from './Scheme.js'

/** What signs the vouchers of one channel and writes the credentials that carry them. */
export type Pen = {
  /** The value of the credential's field; the very same text as long as nothing has changed. */
  credential(challenge: Challenge, action: 'voucher' | 'close', cumulative: bigint): Promise<string> | string
  /** The voucher's fields, for a payload that carries more. */
  fields(cumulative: bigint): Promise<JsonObject> | JsonObject
  /** Signs what will probably be asked for next. It does not count as signed before it leaves. */
  ahead(cumulative: bigint): void
}

/**
 * Makes the pen of a channel. Vouchers are cumulative (draft-tempo-session-00, "Cumulative Semantics"), so that of
 * those signed only the last and the next are ever needed.
 */
export function createPen(scheme: Scheme<never>, identity: Identity, signer: Signer): Pen {
  let last: { cumulative: bigint; fields: Promise<JsonObject> | JsonObject } | undefined
  let next: typeof last
  let written: { of: string; text: string } | undefined

  function sign(cumulative: bigint): Promise<JsonObject> | JsonObject {
    const signature = signer.sign(scheme.voucher(identity, cumulative))
    return signature instanceof Promise
      ? signature.then((bytes) => scheme.fields(identity, cumulative, bytes, signer))
      : scheme.fields(identity, cumulative, signature, signer)
  }

  function fields(cumulative: bigint): Promise<JsonObject> | JsonObject {
    if (last?.cumulative === cumulative) return last.fields
    last = next?.cumulative === cumulative ? next : { cumulative, fields: sign(cumulative) }
    return last.fields
  }

  return {
    fields,
    credential(challenge, action, cumulative) {
      const of = `${action} ${cumulative} ${challenge.id}`
      if (written?.of === of) return written.text
      const write = (fields: JsonObject) => {
        const payload = { action, ...fields }
        const bound = scheme.bound?.(identity) ?? challenge
        const text = Credential.serialize({ challenge: bound, payload, source: identity.source })
        written = { of, text }
        return text
      }
      const made = fields(cumulative)
      return made instanceof Promise ? made.then(write) : write(made)
    },
    ahead(cumulative) {
      // What was overtaken meanwhile is not needed any more: vouchers only go up.
      if (next?.cumulative === cumulative || (last && cumulative <= last.cumulative)) return
      const made = sign(cumulative)
      // Should the key fail, it fails again where somebody waits for it.
      if (made instanceof Promise) made.catch(() => {})
      next = { cumulative, fields: made }
    },
  }
}

/** Thrown when the key of a session is not in this browser any more. The deposit can be taken back on the chain. */
export class KeyMissingError extends BaseError {
  override readonly name = 'Voucher.KeyMissingError'
  constructor() {
    super('session_key_missing', 'The key of this session is not in this browser any more.', {
      metaMessages: ['Take the rest of the deposit back, or import a backup of the session.'],
    })
  }
}
