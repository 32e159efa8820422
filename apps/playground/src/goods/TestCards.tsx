import { useServices } from '../shop/ServicesContext.js'
import { CopyButton } from './CopyButton.js'

const cards = [
  { number: '4242 4242 4242 4242', what: 'is paid' },
  { number: '4000 0000 0000 0002', what: 'is declined' },
  { number: '4000 0027 6000 3184', what: 'asks you to confirm' },
] as const

const titles = {
  double: 'Test double: no real card, no real money',
  test: 'Stripe test mode: no real card, no real money',
}

/** Cards to try, wherever no real one is taken. */
export function TestCards() {
  const { mode } = useServices().config.stripe
  if (mode === 'live') return null
  return (
    <section className="test-cards" aria-labelledby="test-cards-title">
      <h2 id="test-cards-title">{titles[mode]}</h2>
      <ul>
        {cards.map(({ number, what }) => (
          <li key={number}>
            <span className="mono">{number}</span>
            <span className="hint">{what}</span>
            <CopyButton text={number} label={`Copy ${number}`} />
          </li>
        ))}
      </ul>
      <p className="hint">Any future date and any three digits go with them.</p>
    </section>
  )
}
