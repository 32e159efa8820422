import { SessionNotice } from '@payerkit/react/session'
import '@payerkit/react/session.css'

/** What went wrong comes from a hook: `const { error } = useSession('/api/chat')`. */
export function OneSessionNotice({ error }: { error: Error }) {
  return <SessionNotice error={error} who="photos.example" />
}
