import { useSyncExternalStore } from 'react'
import { useServices } from '../shop/ServicesContext.js'

/** Whether small payments are made without asking, and how to change it. */
export function useAllowance(): [allowed: boolean, allow: (allowed: boolean) => void] {
  const { allowance } = useServices()
  return [useSyncExternalStore(allowance.subscribe, allowance.get), allowance.set]
}
