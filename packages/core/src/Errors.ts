/**
 * The error every failure of Payerkit is: a short sentence a person can act on, a `code` a program can
 * switch on, and what led to it.
 *
 * @example
 * ```ts
 * import { BaseError } from '@payerkit/core'
 *
 * try {
 *   await payer.fetch('https://api.example.com/photo')
 * } catch (error) {
 *   if (error instanceof BaseError && error.code === 'cancelled') return
 *   throw error
 * }
 * ```
 */
export class BaseError extends Error {
  /** What a program switches on. Stable across releases. */
  readonly code: string
  /** What failed, in one sentence and without its context. */
  readonly shortMessage: string
  /** What another party said of it: a server, a wallet, a chain. */
  readonly details: string | undefined
  /** Further lines: what was expected, what can be done. */
  readonly metaMessages: readonly string[]
  /** The page of the documentation that explains the failure. */
  readonly docsPath: string | undefined

  constructor(code: string, shortMessage: string, options: BaseError.Options = {}) {
    const { cause, details = detailsOf(cause), metaMessages = [], docsPath } = options
    const short = plainLine(shortMessage)
    const said = details && plainLine(details)
    const more = metaMessages.map(plainLine)
    const lines = [short]
    if (more.length) lines.push('', ...more)
    if (docsPath) lines.push('', `Docs: ${docsPath}`)
    if (said) lines.push('', `Details: ${said}`)
    super(lines.join('\n'), cause === undefined ? undefined : { cause })
    this.code = code
    this.shortMessage = short
    this.details = said
    this.metaMessages = more
    this.docsPath = docsPath
    this.name = 'BaseError'
  }

  /**
   * The first error of the cause chain that fits, this one included.
   *
   * @example
   * ```ts
   * const expired = error.walk((e) => e instanceof BaseError && e.code === 'challenge_expired')
   * ```
   */
  walk(fits: (error: unknown) => boolean): unknown {
    let error: unknown = this
    // A chain of causes can be a ring; no honest one is this deep.
    for (let depth = 0; depth < 32 && error !== undefined && error !== null; depth++) {
      if (fits(error)) return error
      error = (error as { cause?: unknown }).cause
    }
    return undefined
  }
}

export declare namespace BaseError {
  type Options = {
    cause?: unknown
    details?: string | undefined
    metaMessages?: readonly string[] | undefined
    docsPath?: string | undefined
  }
}

/**
 * Text as one line that cannot disguise itself: others' words are quoted in errors and shown to people, and characters
 * that control, hide or turn text around have no place in them.
 *
 * @example
 * ```ts
 * plainLine('One\u202e photo\n') // 'One photo'
 * ```
 */
export function plainLine(text: string): string {
  return text
    .replace(/[^\P{C}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function detailsOf(cause: unknown): string | undefined {
  if (cause instanceof BaseError) return cause.details ?? cause.shortMessage
  return cause instanceof Error ? cause.message : undefined
}
