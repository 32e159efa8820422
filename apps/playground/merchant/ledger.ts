export type LedgerEntry = {
  method: string
  intent: string
  amount: string
  currency: string
  path: string
  reference: string
  at: string
}

/** What the merchant was paid since it started. Kept in memory: it is shown, never settled from. */
export class Ledger {
  readonly #entries: LedgerEntry[] = []

  record(entry: LedgerEntry): void {
    this.#entries.push(entry)
  }

  get entries(): readonly LedgerEntry[] {
    return this.#entries
  }
}
