// How far apart the looks are, in milliseconds.
const interval = 1_000

/** Looks until it is so, `most` times and a second apart: nodes are behind the server at times. */
export async function comesTrue(look: () => Promise<boolean>, most = 8): Promise<boolean> {
  for (let n = 1; !(await look()); n++) {
    if (n >= most) return false
    await new Promise((resolve) => setTimeout(resolve, interval))
  }
  return true
}
