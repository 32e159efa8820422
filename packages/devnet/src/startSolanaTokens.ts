import { type Address, address, getAddressEncoder, getProgramDerivedAddress } from '@solana/kit'

/** The two token programs. */
export const tokenPrograms = {
  token: address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'),
  token2022: address('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb'),
} as const

const associatedProgram = address('ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL')
const encoder = getAddressEncoder()

/** The token account that everybody derives for an owner and a mint. */
export async function associatedAccount(owner: Address, mint: Address, program: Address): Promise<Address> {
  const seeds = [owner, program, mint].map((each) => encoder.encode(each))
  const [found] = await getProgramDerivedAddress({ programAddress: associatedProgram, seeds })
  return found
}

/** The bytes of a mint. One of Token-2022 has an extension, as those in use have, and so is longer. */
export function mintData(
  decimals: number,
  supply: bigint,
  authority: Address,
  isExtended: boolean,
): Uint8Array {
  const data = new Uint8Array(isExtended ? 202 : 82)
  const view = new DataView(data.buffer)
  view.setUint32(0, 1, true)
  data.set(encoder.encode(authority), 4)
  view.setBigUint64(36, supply, true)
  data[44] = decimals
  data[45] = 1
  if (isExtended) {
    // The kind of account, then the authority that may close the mint: type 3, 32 bytes.
    data[165] = 1
    view.setUint16(166, 3, true)
    view.setUint16(168, 32, true)
    data.set(encoder.encode(authority), 170)
  }
  return data
}

/** The bytes of a token account. */
export function tokenData(mint: Address, owner: Address, amount: bigint): Uint8Array {
  const data = new Uint8Array(165)
  data.set(encoder.encode(mint), 0)
  data.set(encoder.encode(owner), 32)
  new DataView(data.buffer).setBigUint64(64, amount, true)
  data[108] = 1
  return data
}

/** What a token account holds. */
export function tokenAmount(data: Uint8Array): bigint {
  return new DataView(Uint8Array.from(data).buffer).getBigUint64(64, true)
}
