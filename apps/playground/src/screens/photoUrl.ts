/** Where this visit's photos begin, so that another visit sees others. */
const first = Math.floor(Math.random() * 9_000) + 1_000

export function photoUrl(path: string, round: number): string {
  return `${path}?id=${first + round}`
}
