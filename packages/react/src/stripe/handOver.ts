import type { CardDriver, CardHandlers, Charged } from './cardDriver.js'
import { tell, toError } from './tell.js'

/**
 * Hands what was bought to the page, the whole answer each time; says why where the page could not take it. After a
 * failure it is handed over again, and what broke on the way may have been kept whole.
 */
export async function handOver(
  bought: Charged,
  handlers: () => CardHandlers,
  driver?: CardDriver,
): Promise<Error | undefined> {
  const { response, receipt, attemptId } = bought
  try {
    await handlers().onSuccess?.(response.clone(), receipt)
    return undefined
  } catch (cause) {
    const kept = attemptId && (await driver?.attempts?.response(attemptId).catch(() => undefined))
    if (kept) return handOver({ ...bought, response: kept }, handlers)
    tell(() => {
      throw cause
    })
    return toError(cause)
  }
}
