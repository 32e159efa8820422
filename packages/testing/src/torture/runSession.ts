import { createFaultProxy } from '../faults/createFaultProxy.js'
import { createDisk } from '../page/createDisk.js'
import { describe, type Trouble } from './Case.js'
import { endless, type Run } from './run.js'
import { createSessionPerson } from './SessionPerson.js'
import { endOfSession, wrongsOfSession } from './sessionBooks.js'
import type { SessionKind } from './sessionKinds.js'
import type { World } from './World.js'
import { within } from './within.js'

/** Lets somebody pay as they go while something goes wrong. */
export async function runSession(world: World, kind: SessionKind, trouble: Trouble): Promise<Run> {
  const account = await world.account()
  const funded = await world.balance(account.address)
  const proxy = await createFaultProxy({ target: world.url })
  proxy.plan(...(trouble.rules ?? []))
  const disk = createDisk()
  const { deaths = [] } = trouble
  const person = createSessionPerson({ kind, disk, origin: proxy.url, account, deaths })
  const began = performance.now()
  const ended = await within(person.live().then(() => true))
  const took = performance.now() - began
  const hung = ended ? [] : [`${endless(proxy)}, at ${person.doing}`]
  await proxy.stop()
  await proxy.idle()

  return {
    async force(ahead) {
      await within(person.force(world.rpcUrl, ahead))
    },
    async judge() {
      const left = (await within(person.left())) ?? ['not known']
      const { had, agreed } = person
      const books = {
        ...(await world.sessionBooks(account.address, funded)),
        log: proxy.log,
        had,
        agreed,
        left,
      }
      const end = endOfSession(books, person.forced)
      return {
        kind: kind.name,
        trouble: trouble.name,
        group: trouble.group,
        story: `${kind.name}: ${describe(trouble)} -> ${[end, ...person.codes].join(' ')}`,
        ends: [end],
        steps: person.steps,
        took,
        doubles: 0,
        lost: books.lost,
        wrongs: [...hung, ...wrongsOfSession(kind, books)],
      }
    },
  }
}
