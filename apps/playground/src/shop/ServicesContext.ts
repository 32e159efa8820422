import { createContext, useContext } from 'react'
import type { Services } from './services.js'

export const ServicesContext = createContext<Services | undefined>(undefined)

export function useServices(): Services {
  const services = useContext(ServicesContext)
  if (!services) throw new Error('The services are used outside of <App>.')
  return services
}
