import { useAttempts } from '@payerkit/react/attempts'
import { useState } from 'react'

/** Whether what is bought at an address may be paid already, by an attempt from before this component was there. */
export function useOpenBefore(url: string): boolean {
  const { open } = useAttempts()
  const [since] = useState(() => Date.now())
  const { href } = new URL(url, location.href)
  return open.some((attempt) => attempt.url === href && Object.values(attempt.times).some((at) => at < since))
}
