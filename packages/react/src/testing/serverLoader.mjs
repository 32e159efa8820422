// React's own loader for server components, which wants the text of a module where Node has its bytes.
import { load as react, resolve } from 'react-server-dom-webpack/node-loader'

export { resolve }

/** @type {import('node:module').LoadHook} */
export function load(url, context, next) {
  return react(url, context, async (...args) => {
    const loaded = await next(...args)
    return loaded.format === 'module' ? { ...loaded, source: String(loaded.source) } : loaded
  })
}
