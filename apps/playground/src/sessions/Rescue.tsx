import { usePayer } from '@payerkit/react'
import { useChannels } from '@payerkit/react/session'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { Message } from '../app/Message.js'
import { CopyButton } from '../goods/CopyButton.js'
import { useServices } from '../shop/ServicesContext.js'
import { useSolanaAddress } from '../wallet/SolanaWallet.js'
import { chatSession, readingSession, solanaChatSession, tokenChatSession } from './offers.js'

/** For a session that another browser has, or that this one had: a backup of it, or what seller and chain know. */
export function Rescue() {
  return (
    <details className="rescue">
      <summary>Another browser, or a lost session</summary>
      <Search />
      <Backup />
      <Restore />
    </details>
  )
}

function Search() {
  const { channels } = usePayer()
  const { config } = useServices()
  const solanaAddress = useSolanaAddress()
  const sellers = [
    ...[chatSession, readingSession],
    ...(config.evmEscrow ? [tokenChatSession] : []),
    // Only who has a key there can have put something aside.
    ...(solanaAddress ? [solanaChatSession] : []),
  ]
  const search = useMutation({
    mutationFn: async () => {
      const found = []
      for (const { url } of sellers)
        found.push(...((await channels?.recover(new URL(url, location.href).href)) ?? []))
      return found.length
    },
  })
  return (
    <section>
      <h2>Look for deposits of this wallet</h2>
      <p className="hint">
        The chain and the sellers are asked. What is found can be taken back, even where its key is gone.
      </p>
      <button type="button" className="quiet" onClick={() => search.mutate()} aria-busy={search.isPending}>
        Look for lost sessions
      </button>
      {search.data !== undefined && (
        <p role="status">
          {search.data === 0 ? 'Nothing that is not listed already.' : `Found ${search.data}.`}
        </p>
      )}
      <Trouble error={search.error} />
    </section>
  )
}

function Backup() {
  const id = useId()
  const payer = usePayer()
  const { channels } = useChannels()
  const [passphrase, setPassphrase] = useState('')
  const open = channels.filter(({ status }) => status !== 'closed')
  const backup = useMutation({
    mutationFn: async () => {
      const texts = []
      for (const channel of open) texts.push(await payer.channels?.export(channel.id, passphrase))
      return texts.join('\n')
    },
  })
  return (
    <section>
      <h2>Back up what is open</h2>
      <label htmlFor={id}>A passphrase that you will remember</label>
      <input
        id={id}
        type="password"
        autoComplete="new-password"
        value={passphrase}
        onChange={(event) => setPassphrase(event.target.value)}
      />
      <button
        type="button"
        className="quiet"
        disabled={open.length === 0 || passphrase === ''}
        aria-busy={backup.isPending}
        onClick={() => backup.mutate()}
      >
        Make a backup
      </button>
      {backup.data && (
        <p role="status">
          <code className="backup">{backup.data}</code>{' '}
          <CopyButton text={backup.data} label="Copy the backup" />
        </p>
      )}
      <Trouble error={backup.error} />
    </section>
  )
}

function Restore() {
  const ids = { text: useId(), passphrase: useId() }
  const payer = usePayer()
  const [text, setText] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const restore = useMutation({
    mutationFn: async () => {
      const lines = text.split(/\s+/).filter(Boolean)
      for (const line of lines) await payer.channels?.import(line, passphrase)
      return lines.length
    },
  })
  return (
    <section>
      <h2>Bring a backup back</h2>
      <label htmlFor={ids.text}>The backup</label>
      <textarea id={ids.text} rows={2} value={text} onChange={(event) => setText(event.target.value)} />
      <label htmlFor={ids.passphrase}>Its passphrase</label>
      <input
        id={ids.passphrase}
        type="password"
        autoComplete="off"
        value={passphrase}
        onChange={(event) => setPassphrase(event.target.value)}
      />
      <button
        type="button"
        className="quiet"
        disabled={text === '' || passphrase === ''}
        aria-busy={restore.isPending}
        onClick={() => restore.mutate()}
      >
        Bring it back
      </button>
      {restore.data !== undefined && <p role="status">Here again: {restore.data}.</p>}
      <Trouble error={restore.error} />
    </section>
  )
}

function Trouble({ error }: { error: Error | null }) {
  if (!error) return null
  return <Message tone="bad">{'shortMessage' in error ? String(error.shortMessage) : error.message}</Message>
}
