import { loyalty } from './catalog.js'
import type { OwnRail } from './ownSale.js'
import { type PointsProgramme, programmeOf } from './pointsProgramme.js'
import { Problem } from './problem.js'

/** Sells for the points of a programme, by a method that no package here has. */
export function createPoints({ take }: PointsProgramme): OwnRail {
  const { points, shop } = loyalty
  return {
    ...{ method: 'points', amount: points, currency: 'points' },
    request: (context) => ({ points, shop, programme: programmeOf(context) }),
    settle({ hold }) {
      if (typeof hold !== 'string' || !take(hold, shop, BigInt(points)))
        throw new Problem(402, 'verification-failed', 'No points are held for this.')
      return hold
    },
  }
}
