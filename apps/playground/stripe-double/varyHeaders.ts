import type { ServerResponse } from 'node:http'
import type { MiddlewareHandler } from 'hono'

const spellings = [
  (name: string) => name,
  (name: string) => name.toLowerCase(),
  (name: string) => name.toUpperCase(),
]

/** Sends these headers in another letter case each time, as HTTP allows and clients must bear. */
export function varyHeaders(
  names: readonly string[],
): MiddlewareHandler<{ Bindings: { outgoing?: ServerResponse } }> {
  let turn = 0
  return async (context, next) => {
    await next()
    const spell = spellings[turn++ % spellings.length] ?? String
    for (const name of names) {
      const value = context.res.headers.get(name)
      // Fetch's Headers are lower case; only Node's own response keeps a spelling. Tests without a server have none.
      if (value === null || !context.env?.outgoing) continue
      context.res.headers.delete(name)
      context.env.outgoing.setHeader(spell(name), value)
    }
  }
}
