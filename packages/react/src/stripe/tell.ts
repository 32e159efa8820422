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
