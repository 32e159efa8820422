/** Why paying does not work on this page or this device. */
export type FindingId =
  | 'headersHidden'
  | 'popupBlocked'
  | 'cardBlocked'
  | 'clock'
  | 'sellerClock'
  | 'insecurePage'
  | 'storageRefused'
  | 'storageFull'
  | 'otherNetwork'
  | 'noWallet'

/** What {@link diagnose} found. */
export type Finding = {
  readonly id: FindingId
  /**
   * What helps: to do it `again` once the cause is gone, to open the page by `https`, something about the `wallet`; or
   * nothing that the person could do.
   */
  readonly help: 'again' | 'https' | 'wallet' | 'nothing'
  /** Of `clock`: milliseconds by which this device is ahead of the server, where that is known. */
  readonly ahead?: number | undefined
  /** One line for the developer: what, where, and which header or setting. */
  readonly developer: string
  /** The page of the documentation that says more. */
  readonly docsPath: string
}

const helps: { readonly [id in FindingId]?: Finding['help'] } = {
  headersHidden: 'nothing',
  insecurePage: 'https',
  otherNetwork: 'wallet',
  noWallet: 'wallet',
}

export function findingOf(id: FindingId, developer: string, ahead?: number): Finding {
  const docsPath = `docs/diagnosis.md#${id.toLowerCase()}`
  return { id, help: helps[id] ?? 'again', ahead, developer, docsPath }
}

const told = new Set<string>()

/** Says it to the developer, once for each page. */
export function tell({ developer, docsPath }: Finding): void {
  if (told.has(developer)) return
  told.add(developer)
  // biome-ignore lint/suspicious/noConsole: for who builds the page.
  console.warn(`[payerkit] ${developer} See ${docsPath}.`)
}
