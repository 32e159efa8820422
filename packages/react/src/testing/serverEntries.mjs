// Run by serverComponents.test.mjs under React's server conditions and with its loader: imports each entry as a server
// component does, renders what it exports into React's stream, and prints what came of it.
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { createElement } from 'react'
import { renderToPipeableStream } from 'react-server-dom-webpack/server.node'

const isReference = (thing) => thing?.$$typeof === Symbol.for('react.client.reference')
// What a bundler would write down: each reference is a module of its own.
const manifest = new Proxy({}, { get: (_, id) => ({ id, chunks: [], name: '*' }) })

const found = []
for (const { specifier, url } of JSON.parse(process.argv[2])) {
  const entry = await import(url)
  const names = Object.keys(entry)
  const references = names.filter((name) => isReference(entry[name]))
  const components = references.filter((name) => /^[A-Z]/.test(name))
  const streamed = []
  for (const name of components) {
    const stream = renderToPipeableStream(createElement(entry[name]), manifest).pipe(new PassThrough())
    if ((await text(stream)).includes(entry[name].$$id)) streamed.push(name)
  }
  found.push({ specifier, names, references, components, streamed })
}
process.stdout.write(JSON.stringify(found))
