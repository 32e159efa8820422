import * as JsonObject from '../../../protocol/JsonObject.js'
import type { Found } from '../../../session/Scheme.js'
import * as Base58 from '../Base58.js'
import { fromBase64 } from '../Bytes.js'
import { ask } from '../Rpc.js'
import * as ChannelIdentity from './ChannelIdentity.js'
import { readChannel, sizeOf } from './ChannelProgram.js'
import type { SessionRequest } from './SessionRequest.js'
import type { Means } from './SessionTerms.js'

/** The channels of an account that pay for a request, by the accounts of the program. */
export async function findChannels(
  { rpc, account, tokenProgram }: Means,
  request: SessionRequest,
  signal?: AbortSignal,
): Promise<readonly Found[]> {
  const { program, recipient: payee, currency: mint, generation, network, splits, operator } = request
  const payer = account.address
  const at = (offset: number, bytes: string) => ({ memcmp: { offset, bytes } })
  const filters = [{ dataSize: sizeOf(generation) }, at(88, payer), at(120, payee), at(184, mint)]
  const options = { commitment: 'confirmed', encoding: 'base64', filters }
  const answer = await ask(rpc, 'getProgramAccounts', [program, options], signal)
  if (!Array.isArray(answer)) return []
  return answer.flatMap((each: unknown) => {
    const { pubkey, account: info } = JsonObject.is(each) ? each : {}
    const [text] = JsonObject.is(info) && Array.isArray(info.data) ? info.data : []
    const parts = typeof text === 'string' ? readChannel(generation, fromBase64(text)) : undefined
    if (!parts) return []
    const { authorizedSigner: signer, ...rest } = parts
    const authorizedSigner = Base58.encode(signer)
    if (operator !== undefined && operator !== authorizedSigner) return []
    const identity = ChannelIdentity.of({
      ...{ generation, network, program, payer, payee, mint, tokenProgram, splits },
      ...rest,
      authorizedSigner,
      operator,
    })
    // What a lying node made up does not derive from its parts.
    return identity.id === pubkey ? [{ identity }] : []
  })
}
