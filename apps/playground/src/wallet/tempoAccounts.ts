import type { CreateConnectorFn } from 'wagmi'

const service = 'https://wallet.tempo.xyz'
const patience = 5_000

/** Loads the connector for Tempo's passkey wallet, if its service can be reached from here. */
export async function loadTempoAccounts(): Promise<CreateConnectorFn> {
  await reach()
  const { tempoWallet } = await import('wagmi/tempo')
  // Payerkit pays; a second payer must not replace the page's fetch.
  return tempoWallet({ mpp: false })
}

/** The wallet's window would wait for ever for a service that is not there. */
async function reach(): Promise<void> {
  try {
    await fetch(service, { mode: 'no-cors', signal: AbortSignal.timeout(patience) })
  } catch (cause) {
    throw new ServiceUnreachableError(cause)
  }
}

export class ServiceUnreachableError extends Error {
  override readonly name = 'ServiceUnreachableError'
  constructor(cause: unknown) {
    super('Tempo Accounts cannot be reached from here.', { cause })
  }
}
