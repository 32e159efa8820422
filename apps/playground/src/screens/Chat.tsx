import type { Money } from '@payerkit/core'
import { formatMoney, Notice } from '@payerkit/react'
import { useSession } from '@payerkit/react/session'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { chatSession, type MeteredOffer } from '../sessions/offers.js'
import { SessionTill, usePrice } from '../sessions/SessionTill.js'
import { type Turn, useChat } from '../sessions/useChat.js'
import type { Currency } from '../shop/config.js'
import { useWallet } from '../wallet/useWallet.js'
import { WalletSection } from '../wallet/WalletSection.js'

type ChatProps = {
  /** What is paid for. */
  offer?: MeteredOffer
  /** What it is paid in, where that is not the shop's own currency. */
  currency?: Currency | undefined
  /** Whether it can be paid without a wallet. */
  walletless?: boolean
  /** Who pays, where that is not the page's wallet. */
  wallet?: ReactNode
}

/** A conversation whose answers are paid for by the word. */
export function Chat({ offer = chatSession, currency, walletless = false, wallet }: ChatProps) {
  const { turns, isBusy, error, stop, ask } = useChat(offer)
  return (
    <div className="sheet">
      <div className="metered">
        <div className="chat">
          <Conversation offer={offer} turns={turns} isBusy={isBusy} />
          {error && <Notice error={error} />}
          <Prompt offer={offer} walletless={walletless} isBusy={isBusy} ask={ask} stop={stop} />
        </div>
        <SessionTill offer={offer} />
      </div>
      {wallet ?? <WalletSection currency={currency} />}
    </div>
  )
}

type ConversationProps = { offer: MeteredOffer; turns: readonly Turn[]; isBusy: boolean }

function Conversation({ offer, turns, isBusy }: ConversationProps) {
  const box = useRef<HTMLDivElement>(null)
  const { price } = usePrice(offer)
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

type PromptProps = Pick<ChatProps, 'walletless'> & {
  offer: MeteredOffer
  isBusy: boolean
  ask(prompt: string): void
  stop(): void
}

function Prompt({ offer, walletless, isBusy, ask, stop }: PromptProps) {
  const [prompt, setPrompt] = useState(questions[0])
  const wallet = useWallet()
  const { status } = useSession(offer.url, offer.options)
  // An open session pays without a wallet.
  const canPay = walletless || wallet !== undefined || !['idle', 'closed'].includes(status)
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
