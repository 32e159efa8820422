import { type CompiledTransactionMessage, getBase58Decoder, type ReadonlyUint8Array } from '@solana/kit'
import { tokenPrograms } from './startSolanaTokens.js'

type Message = Extract<CompiledTransactionMessage, { version: 0 }>

/** The steps of a transaction as `getTransaction` tells them with `jsonParsed`, as far as payments have them. */
export function parsedInstructions({ instructions, staticAccounts }: Message): object[] {
  return instructions.map((instruction) => {
    const programId = staticAccounts[instruction.programAddressIndex]
    const accounts = (instruction.accountIndices ?? []).map((at) => staticAccounts[at] ?? '')
    const data = instruction.data ?? new Uint8Array()
    const parsed = parse(String(programId), accounts, data)
    return parsed
      ? { programId, ...parsed, stackHeight: 1 }
      : { programId, accounts, data: getBase58Decoder().decode(data), stackHeight: 1 }
  })
}

function parse(program: string, accounts: readonly string[], data: ReadonlyUint8Array): object | undefined {
  const view = new DataView(Uint8Array.from(data).buffer)
  const [first, second, third, fourth, fifth, sixth] = accounts
  if (program === '11111111111111111111111111111111' && data[0] === 2) {
    const info = { source: first, destination: second, lamports: Number(view.getBigUint64(4, true)) }
    return { program: 'system', parsed: { type: 'transfer', info } }
  }
  if ((program === tokenPrograms.token || program === tokenPrograms.token2022) && data[0] === 12) {
    const amount = view.getBigUint64(1, true).toString()
    const tokenAmount = { amount, decimals: data[9] }
    const info = { source: first, mint: second, destination: third, authority: fourth, tokenAmount }
    const name = program === tokenPrograms.token ? 'spl-token' : 'spl-token-2022'
    return { program: name, parsed: { type: 'transferChecked', info } }
  }
  if (program === 'MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr')
    return { program: 'spl-memo', parsed: new TextDecoder().decode(Uint8Array.from(data)) }
  if (program === 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL' && data[0] === 1) {
    const [source, account, wallet, mint, systemProgram, tokenProgram] = [
      first,
      second,
      third,
      fourth,
      fifth,
      sixth,
    ]
    const info = { source, account, wallet, mint, systemProgram, tokenProgram }
    return { program: 'spl-associated-token-account', parsed: { type: 'createIdempotent', info } }
  }
  return undefined
}
