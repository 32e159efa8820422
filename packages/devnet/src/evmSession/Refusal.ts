/** Of HTTP. */
type Status = 400 | 402 | 409 | 410

/** What a seller answers to a payer whom it gives nothing, by the tables of errors of the EVM drafts. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: Status
  /** The end of the problem's address. */
  readonly type: string

  constructor(status: Status, type: string, detail = type) {
    super(detail)
    this.status = status
    this.type = type
  }
}
