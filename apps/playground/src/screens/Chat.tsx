import type { Money } from '@payerkit/core'
import { formatMoney, Notice } from '@payerkit/react'
import { useSession } from '@payerkit/react/session'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { chatSession } from '../sessions/offers.js'
import { SessionTill, usePrice } from '../sessions/SessionTill.js'
import { type Turn, useChat } from '../sessions/useChat.js'
import { useWallet } from '../wallet/useWallet.js'
import { WalletSection } from '../wallet/WalletSection.js'

export function Chat() {
  const { turns, isBusy, error, stop, ask } = useChat()
  return (
    <div className="sheet">
      <div className="metered">
        <div className="chat">
          <Conversation turns={turns} isBusy={isBusy} />
          {error && <Notice error={error} />}
          <Prompt isBusy={isBusy} ask={ask} stop={stop} />
        </div>
        <SessionTill offer={chatSession} />
      </div>
      <WalletSection />
    </div>
  )
}

function Conversation({ turns, isBusy }: { turns: readonly Turn[]; isBusy: boolean }) {
  const box = useRef<HTMLDivElement>(null)
  const { price } = usePrice(chatSession)
  const { length: characters } = turns.at(-1)?.answer ?? ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is more to read.
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [turns.length, characters])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
    <div className="conversation" role="log" aria-label="Chat" aria-busy={isBusy} tabIndex={0} ref={box}>
      {turns.length === 0 && (
        <p className="hint">
          {price ? `Every word costs ${price.text}.` : 'Every word costs a little.'} You are asked once, and
          what is not used comes back.
        </p>
      )}
      {turns.map(({ id, prompt, answer, tokens, state }) => (
        <div key={id} className="turn">
          <p className="question">{prompt}</p>
          <p className="answer">{answer || '\u2026'}</p>
          <p className="cost" data-state={state}>
            {state === 'failed' && tokens === 0
              ? 'Not answered'
              : `${countOf(tokens, price)}${endings[state]}`}
          </p>
        </div>
      ))}
    </div>
  )
}

/** What an answer came to: `200 tokens, $0.20`. */
function countOf(tokens: number, price: Money | undefined): string {
  const sum = price && `, ${formatMoney({ ...price, value: price.value * BigInt(tokens) }, 'en')}`
  return `${tokens} ${tokens === 1 ? 'token' : 'tokens'}${sum ?? ''}`
}

const endings = { coming: '', whole: '', stopped: ', stopped', failed: ', broken off' }

/** For who has none, one after the other. */
const questions: [string, ...string[]] = [
  'What do the tides do?',
  'And what does the moon do?',
  'Who counts the coins?',
]

type PromptProps = { isBusy: boolean; ask(prompt: string): void; stop(): void }

function Prompt({ isBusy, ask, stop }: PromptProps) {
  const [prompt, setPrompt] = useState(questions[0])
  const wallet = useWallet()
  const { status } = useSession(chatSession.url, chatSession.options)
  // An open session pays without a wallet.
  const canPay = wallet !== undefined || !['idle', 'closed'].includes(status)
  function submit(event: FormEvent) {
    event.preventDefault()
    if (!prompt.trim()) return
    ask(prompt.trim())
    setPrompt(questions[(questions.indexOf(prompt) + 1) % questions.length] ?? '')
  }
  return (
    <form className="prompt" onSubmit={submit}>
      <label className="unseen" htmlFor="prompt">
        Your question
      </label>
      <input
        id="prompt"
        value={prompt}
        maxLength={500}
        autoComplete="off"
        onChange={({ target }) => setPrompt(target.value)}
      />
      {isBusy ? (
        <button key="stop" type="button" className="quiet" onClick={stop}>
          Stop
        </button>
      ) : (
        <button key="ask" type="submit" className="primary" disabled={!canPay}>
          Ask
        </button>
      )}
      <p className="hint">{canPay ? '\u00a0' : 'Choose a wallet first.'}</p>
    </form>
  )
}
