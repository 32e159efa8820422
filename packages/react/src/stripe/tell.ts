/** Calls a handler of the page; one that fails must not change what is said of the money. */
export function tell(handler: () => void): void {
  try {
    handler()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

/** What was thrown, as an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/** Tells the developer of the page. */
export function complain(error: unknown): undefined {
  // biome-ignore lint/suspicious/noConsole: what only a developer can mend is said where developers look.
  console.error(error)
}
