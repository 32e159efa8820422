/** A body of what is made as it is asked for; `signal` ends the making when nobody reads any more. */
export function streamOf(
  make: (signal: AbortSignal) => AsyncGenerator<string, void, undefined>,
): ReadableStream<Uint8Array> {
  const gone = new AbortController()
  const encoder = new TextEncoder()
  const events = make(gone.signal)
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await events.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      cancel: () => gone.abort(),
    },
    // Nothing is made, and nobody pays for it, before it is read.
    { highWaterMark: 0 },
  )
}
