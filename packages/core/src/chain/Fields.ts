import { BaseError } from '../Errors.js'
import * as JsonObject from '../protocol/JsonObject.js'
import * as Hex from './Hex.js'

// How the fields of requests are read. Strict: whatever is not as the drafts have it is refused by its name.

/** A field of an object; what `Object.prototype` holds is no part of a request. */
export function own(object: JsonObject.JsonObject, field: string): unknown {
  return Object.hasOwn(object, field) ? object[field] : undefined
}

/** Reads `methodDetails`, or another object. */
export function readObject(value: unknown, field: string): JsonObject.JsonObject {
  if (!JsonObject.is(value)) throw new InvalidError(field, 'is not an object')
  return value
}

/** Reads a text. */
export function readText(value: unknown, field: string): string {
  if (typeof value !== 'string') throw new InvalidError(field, 'is not a text')
  return value
}

/** Reads an amount in a token's smallest parts, which has to fit into so many bits. */
export function readAmount(value: unknown, field: string, bits: 96 | 128 | 256): bigint {
  if (typeof value !== 'string' || !/^(?:0|[1-9]\d{0,77})$/.test(value))
    throw new InvalidError(field, 'is not a whole number written as a text')
  const amount = BigInt(value)
  if (amount >> BigInt(bits)) throw new InvalidError(field, `does not fit into a uint${bits}`)
  return amount
}

/** Reads an address, or 32 bytes, into lower case. */
export function readBytes(value: unknown, field: string, size: 20 | 32): Hex.Hex {
  if (!Hex.is(value, size))
    throw new InvalidError(field, size === 20 ? 'is not an address' : 'is not 32 bytes of hex')
  return value.toLowerCase() as Hex.Hex
}

/** Reads the address of somebody who is paid. */
export function readPayee(value: unknown, field: string): Hex.Hex {
  const address = readBytes(value, field, 20)
  if (/^0x0+$/.test(address)) throw new InvalidError(field, 'is the zero address')
  return address
}

/** Reads the number of a chain. */
export function readChainId(value: unknown, field = 'methodDetails.chainId'): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidError(field, 'is not a positive whole number')
  return value
}

/** Reads whether the server pays the network's fee; without a word it does not. */
export function readFeePayer(value: unknown = false): boolean {
  if (typeof value !== 'boolean')
    throw new InvalidError('methodDetails.feePayer', 'is neither true nor false')
  return value
}

/** Thrown when a request is not as its draft has it. Nothing was signed. */
export class InvalidError extends BaseError {
  override readonly name = 'Fields.InvalidError'
  /** The path of the field that is wrong. */
  readonly field: string
  constructor(field: string, reason: string) {
    super('request_invalid', `The server asks for a payment that cannot be made: ${field} ${reason}.`)
    this.field = field
  }
}
