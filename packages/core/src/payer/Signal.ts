/** Ends with the signal's reason as soon as it is aborted, whether or not the promise looks at it. */
export function orAborted<value>(promise: Promise<value>, signal: AbortSignal): Promise<value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

/** Aborted as soon as either is. */
export function anySignal<one extends AbortSignal | undefined>(
  one: one,
  two: AbortSignal | undefined,
): one | AbortSignal {
  return one && two && one !== two ? AbortSignal.any([one, two]) : ((one ?? two) as one)
}
