// Wallets that open a window have no common error for one that did not open; these are the words of those that say so.
const words =
  /pop[\s-]?up\S*(?:\s\S+){0,4}?\s?(?:block|fail|den)|(?:block|fail)\S*(?:\s\S+){0,3}?\s?pop[\s-]?up|window\.open|PopupBlocked/i

/** Whether any error of a chain of causes says that the browser blocked a wallet's window. */
export function isPopupBlocked(errors: readonly unknown[]): boolean {
  return errors.some((error) => {
    const { name, message, details } = Object(error) as { [field: string]: unknown }
    return [name, message, details].some(
      (text) => typeof text === 'string' && words.test(text.slice(0, 2_000)),
    )
  })
}

/** An error and what led to it, the outermost first. */
export function causesOf(error: unknown): readonly unknown[] {
  const found: unknown[] = []
  // A chain of causes can be a ring; no honest one is this deep.
  for (let each = error; each && found.length < 16; each = Object(each).cause) found.push(each)
  return found
}
