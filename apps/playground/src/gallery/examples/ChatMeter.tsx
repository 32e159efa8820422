import { SessionMeter, useSession } from '@payerkit/react/session'
import '@payerkit/react/session.css'

export function ChatMeter() {
  const { session } = useSession('https://photos.example/chat', {
    maxDeposit: '1',
  })
  return <SessionMeter session={session} label="Spent on this chat" />
}
