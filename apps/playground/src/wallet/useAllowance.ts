import { useBudget } from '@payerkit/react/budget'
import { useServices } from '../shop/ServicesContext.js'

/** Whether anything is paid without asking. */
export function useAllowance(): [allowed: boolean] {
  const { limits } = useBudget(useServices().budget)
  return [limits.length > 0]
}
