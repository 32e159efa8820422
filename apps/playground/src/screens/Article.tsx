import { Diagnosis } from '@payerkit/react/diagnosis'
import { Paywall } from '@payerkit/react/paywall'
import { type ReactNode, useState } from 'react'
import { TestCards } from '../goods/TestCards.js'
import { useServices } from '../shop/ServicesContext.js'
import { WalletSection } from '../wallet/WalletSection.js'
import { paidAttempt } from './paidAttempt.js'

type Story = { title: string; paragraphs: readonly string[] }

const url = '/api/article'
const ways = [
  ['inline', 'Ask in the page'],
  ['dialog', 'Ask in a dialog'],
] as const

const title = 'Why the tide comes twice'
const beginning =
  'Stand on the same beach all day and the sea comes in twice, about fifty minutes later each time. One moon, one pull: so why two tides?'

export function Article() {
  const { payer } = useServices()
  const [ui, setUi] = useState<(typeof ways)[number][0]>('inline')
  const [round, setRound] = useState(0)

  /** Lets go of what was bought, so that it is for sale again. */
  async function putAway() {
    const bought = paidAttempt(payer, new URL(url, location.href).href)
    if (bought?.kept) await payer.attempts.forget(bought.id)
    setRound(round + 1)
  }

  return (
    <>
      <Diagnosis />
      <div className="sheet">
        <WalletSection />
        <div className="article">
          <fieldset className="asks">
            <legend className="unseen">How it asks</legend>
            {ways.map(([value, label]) => (
              <label key={value}>
                <input type="radio" name="asks" checked={ui === value} onChange={() => setUi(value)} />
                {label}
              </label>
            ))}
          </fieldset>
          <Paywall<Story>
            key={round}
            input={url}
            ui={ui}
            read={(response) => response.json()}
            teaser={<Prose paragraphs={[beginning]} />}
          >
            {({ paragraphs }) => (
              <Prose paragraphs={paragraphs}>
                <button type="button" className="quiet" onClick={putAway}>
                  Put it away
                </button>
              </Prose>
            )}
          </Paywall>
        </div>
      </div>
      <TestCards />
    </>
  )
}

function Prose({ paragraphs, children }: { paragraphs: readonly string[]; children?: ReactNode }) {
  return (
    <div className="prose">
      <h2>{title}</h2>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
      {children}
    </div>
  )
}
