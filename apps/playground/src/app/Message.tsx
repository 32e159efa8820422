import type { ReactNode } from 'react'

type MessageProps = { tone: 'bad' | 'unknown'; children: ReactNode }

/** A note of the page itself; what payments have to say is said by the kit's own. */
export function Message({ tone, children }: MessageProps) {
  return (
    <div className="message" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}
