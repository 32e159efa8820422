// A line to a place far away: a TCP proxy that hands on every byte after a while.
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

const host = '127.0.0.1'

/**
 * Starts a line. Connections are there at once, as those that a page keeps; what goes through them is late.
 *
 * @param {string} target
 * @param {number} roundTrip In milliseconds, one half of it each way.
 */
export async function startLine(target, roundTrip) {
  const { port, hostname } = new URL(target)
  const line = createServer((near) => {
    const far = connect(Number(port), hostname)
    pass(near, far, roundTrip / 2)
    pass(far, near, roundTrip / 2)
  })
  line.listen(0, host)
  await once(line, 'listening')
  const address = line.address()
  if (address === null || typeof address === 'string') throw new Error('The line has no port.')
  line.unref()
  return `http://${host}:${address.port}`
}

/**
 * @param {import('node:net').Socket} from
 * @param {import('node:net').Socket} to
 * @param {number} milliseconds
 */
function pass(from, to, milliseconds) {
  from.setNoDelay(true)
  // Timers of one length fire in the order they were set, so that no byte overtakes another.
  from.on('data', (bytes) => setTimeout(() => to.write(bytes), milliseconds))
  from.on('end', () => setTimeout(() => to.end(), milliseconds))
  from.on('error', () => to.destroy())
}
