import { BaseError } from '../../Errors.js'

/** Thrown when a card charge's request is not of the draft's shape. Nothing was paid. */
export class RequestInvalidError extends BaseError {
  override readonly name = 'Card.RequestInvalidError'
  /** The field that is wrong. */
  readonly field: string
  constructor(field: string, reason: string) {
    super('request_invalid', `The card payment that is asked for cannot be made: its ${field} ${reason}.`)
    this.field = field
  }
}
