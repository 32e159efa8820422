/**
 * What of a channel's signed amount is in use: by requests under way, by streams, and by answers that no receipt has
 * counted yet. Knows no voucher and no store.
 */
export class Usage {
  /** Spent or perhaps spent since the server last counted. */
  unconfirmed = 0n
  /** Whether a voucher pays for one request, to the last part. */
  readonly exact: boolean
  #claims = 0n
  #reserved = 0n
  #streams = 0
  #flights = 0
  #landed: (() => void)[] = []
  #drained: (() => void)[] = []

  constructor(exact = false) {
    this.exact = exact
  }

  /** Requests whose answer has not come. */
  get flights(): number {
    return this.#flights
  }

  /** Streams that run. */
  get streams(): number {
    return this.#streams
  }

  /** What stays in use when every request under way is answered. */
  get kept(): bigint {
    return this.unconfirmed + this.#reserved
  }

  /** What no other request can use. */
  get taken(): bigint {
    return this.kept + this.#claims
  }

  /** A request sets out that may use `amount`. The answer, called when it is back, is false when it was before. */
  depart(amount: bigint): () => boolean {
    this.#claims += amount
    this.#flights++
    let isUnderWay = true
    return () => {
      if (!isUnderWay) return false
      isUnderWay = false
      this.#claims -= amount
      this.#flights--
      return true
    }
  }

  /** A stream begins, which keeps a part for what is to come. */
  reserve(): Reserved {
    this.#streams++
    let left = 0n
    let isOpen = true
    return {
      get left() {
        return left
      },
      add: (amount) => {
        if (!isOpen) return
        this.#reserved += amount
        left += amount
      },
      use: (amount) => {
        const part = amount < left ? amount : left
        left -= part
        this.#reserved -= part
        this.unconfirmed += amount
      },
      end: () => {
        if (!isOpen) return
        isOpen = false
        this.#reserved -= left
        left = 0n
        this.#streams--
      },
    }
  }

  /** Until no request is under way. */
  idle(): Promise<void> {
    if (this.#flights === 0) return Promise.resolve()
    return new Promise((resolve) => this.#drained.push(resolve))
  }

  /** Until the next answer. */
  landing(): Promise<void> {
    return new Promise((resolve) => this.#landed.push(resolve))
  }

  /** Tells who waits for answers. */
  settle(): void {
    if (this.#flights === 0) for (const resume of this.#drained.splice(0)) resume()
    for (const resume of this.#landed.splice(0)) resume()
  }
}

/** What a stream keeps for itself. */
type Reserved = {
  readonly left: bigint
  add(amount: bigint): void
  /** Something came that costs this much. */
  use(amount: bigint): void
  end(): void
}

/** What a stream may use. */
export type Reserve = {
  readonly left: bigint
  /** Adds to it, signing more if it must. */
  refill(amount: bigint): Promise<void>
  /** Something came that costs this much. */
  use(amount: bigint): void
  end(): void
}
