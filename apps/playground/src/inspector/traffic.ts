import type { Credential as CredentialType } from '@payerkit/core'
import { Credential, Receipt } from '@payerkit/core/protocol'

/** Something that went over the wire for a session, once its answer is there; `sent` before. */
export type Exchange = {
  readonly stage: 'sent' | 'answered' | 'refused' | 'lost'
  /** Milliseconds since 1970. */
  readonly at: number
  readonly url: string
  /** Whether it asked for something, and was not an update by itself. */
  readonly buys: boolean
  readonly action: string
  /** The channel that pays. */
  readonly channel: string
  /** The challenge that it answers. */
  readonly challenge: string
  /** What a top-up adds, in base units; or what is deposited then in all. */
  readonly adds?: bigint | undefined
  readonly total?: bigint | undefined
  /** The highest voucher that the server says it has. */
  readonly accepted?: string | undefined
}

/** A `fetch` that tells of all it sends for sessions, and changes nothing. */
export function watchTraffic(
  fetch: typeof globalThis.fetch,
  tell: (exchange: Exchange) => void,
): typeof globalThis.fetch {
  return async (input, init) => {
    const sent = readExchange(input, init)
    if (!sent) return fetch(input, init)
    tell(sent)
    try {
      const response = await fetch(input, init)
      const { status, headers } = response
      const stage = status === 402 || status === 410 ? 'refused' : 'answered'
      tell({ ...sent, stage, at: Date.now(), accepted: acceptedOf(headers) })
      return response
    } catch (error) {
      tell({ ...sent, stage: 'lost', at: Date.now() })
      throw error
    }
  }
}

function readExchange(input: RequestInfo | URL, init: RequestInit | undefined): Exchange | undefined {
  const headers = new Headers(init?.headers)
  const credential = readCredential(headers.get('Payment-Authorization') ?? headers.get('Authorization'))
  if (credential?.challenge.intent !== 'session') return undefined
  const { action, additionalDeposit, newDeposit, ...rest } = credential.payload as Fields
  const channelId = rest.channelId ?? dataOf(rest.voucher).channelId
  if (typeof action !== 'string' || typeof channelId !== 'string') return undefined
  const isUpdate = init?.method === 'HEAD' || init?.method === 'POST'
  return {
    stage: 'sent',
    at: Date.now(),
    url: input instanceof Request ? input.url : new URL(String(input), location.href).href,
    buys: !isUpdate && (action === 'open' || action === 'voucher'),
    action,
    // Hex digits are the same in either case, those of Solana are not.
    channel: channelId.startsWith('0x') ? channelId.toLowerCase() : channelId,
    challenge: credential.challenge.id,
    adds: typeof additionalDeposit === 'string' ? BigInt(additionalDeposit) : undefined,
    total: typeof newDeposit === 'string' ? BigInt(newDeposit) : undefined,
  }
}

type Fields = { readonly [name: string]: unknown }

/** Where a voucher of pay-kit's says what it is for. */
function dataOf(voucher: unknown): Fields {
  const { data } = (voucher ?? {}) as Fields
  return (data ?? {}) as Fields
}

function readCredential(value: string | null): CredentialType | undefined {
  try {
    return value === null ? undefined : Credential.parse(value)
  } catch {
    return undefined
  }
}

function acceptedOf(headers: Headers): string | undefined {
  const value = headers.get('Payment-Receipt')
  try {
    const receipt: object = value === null ? {} : Receipt.parse(value)
    return 'acceptedCumulative' in receipt ? String(receipt.acceptedCumulative) : undefined
  } catch {
    return undefined
  }
}
