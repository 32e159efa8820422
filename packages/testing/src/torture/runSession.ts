import { createFaultProxy, type Passage } from '../faults/createFaultProxy.js'
import { createDisk } from '../page/createDisk.js'
import { describe, type Trouble } from './Case.js'
import type { Run } from './run.js'
import { createSessionPerson } from './SessionPerson.js'
import type { SessionKind } from './sessionKinds.js'
import type { World } from './World.js'
import { within } from './within.js'

const price = 1_000n

/** Lets somebody pay as they go while something goes wrong. */
export async function runSession(world: World, kind: SessionKind, trouble: Trouble): Promise<Run> {
  const account = await world.account()
  const funded = await world.balance(account.address)
  const proxy = await createFaultProxy({ target: world.url })
  proxy.plan(...(trouble.rules ?? []))
  const disk = createDisk()
  const { deaths = [] } = trouble
  const person = createSessionPerson({ kind, disk, origin: proxy.url, account, deaths })
  const ended = await within(person.live().then(() => true))
  await proxy.stop()
  await proxy.idle()
  const isClosed = async () => (await world.channels(account.address)).every(({ finalized }) => finalized)
  let forced = false

  return {
    async force(ahead) {
      forced ||= !(await isClosed())
      await within(person.force(world.rpcUrl, ahead))
    },
    async judge() {
      const left = (await within(person.left())) ?? ['not known']
      const channels = await world.channels(account.address)
      const gone = funded - (await world.balance(account.address)) - (await world.fees(account.address))
      const sum = (name: 'settled' | 'spent') =>
        channels.reduce((total, channel) => total + BigInt(channel[name]), 0n)
      const wrongs: string[] = ended ? [] : ['it never ended']
      const most = BigInt(charged(proxy.log, kind)) * price
      if (left.length > 0) wrongs.push(`the page still has channels that are ${left.join(', ')}`)
      if (sum('spent') > most) wrongs.push(`${sum('spent')} was counted, and at most ${most} was asked for`)
      if (gone > sum('spent')) wrongs.push(`${gone} is gone, and ${sum('spent')} was used`)
      if (gone > person.agreed) wrongs.push(`${gone} is gone, and ${person.agreed} was agreed to`)
      for (const { deposit } of channels)
        if (BigInt(deposit) > person.agreed) wrongs.push(`${deposit} deposited, ${person.agreed} agreed to`)
      if (BigInt(person.had) * price > sum('spent'))
        wrongs.push(`${person.had} units were had, and ${sum('spent')} was counted`)
      const end = person.had === 0 ? 'nothing' : forced ? 'forced' : 'had'
      return {
        kind: kind.name,
        trouble: trouble.name,
        group: trouble.group,
        story: `${kind.name}: ${describe(trouble)} -> ${[end, ...person.codes].join(' ')}`,
        ends: [end],
        steps: person.steps,
        doubles: 0,
        lost: gone - sum('settled'),
        wrongs,
      }
    },
  }
}

/** The most units that a seller may have counted for what came through to it. */
function charged(log: readonly Passage[], { units, path }: SessionKind): number {
  return log
    .filter(({ lane, method, path: asked }) => lane === 'paid' && method === 'GET' && asked.startsWith(path))
    .reduce((sum, { fault }) => sum + units * (fault?.what === 'duplicate' ? 2 : 1), 0)
}
