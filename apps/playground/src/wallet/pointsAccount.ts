// Worth nothing: it exists in this machine's programme only.
const storageKey = 'payerkit-playground.throw-away-points-account'

/** Where a person's points are, and what the programme knows them by. */
export type PointsAccount = { readonly programme: string; readonly token: string }

export function openPointsAccount(): PointsAccount {
  const token = localStorage.getItem(storageKey) ?? crypto.randomUUID()
  localStorage.setItem(storageKey, token)
  return { programme: new URL('/api/programme', location.href).href, token }
}

/** How many points there are, after more were given if they are wanted. */
export async function readPoints({ programme, token }: PointsAccount, more = false): Promise<bigint> {
  const response = await fetch(`${programme}${more ? '/gifts' : '/balance'}`, {
    method: more ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}` },
  })
  if (!response.ok) throw new Error(`The programme answered ${response.status} when asked about points.`)
  const { points } = await response.json()
  return BigInt(points)
}
