import { ChannelList } from '@payerkit/react/session'
import '@payerkit/react/session.css'

export function Sessions() {
  return (
    <ChannelList empty={<p>There is no money in any session.</p>} />
  )
}
