import { Notice } from '@payerkit/react'
import { readingSession } from '../sessions/offers.js'
import { SessionTill, usePrice } from '../sessions/SessionTill.js'
import { burst, type Cell, type Reading, useReadings } from '../sessions/useReadings.js'
import { useWallet } from '../wallet/useWallet.js'
import { WalletSection } from '../wallet/WalletSection.js'

export function Metered() {
  const { status, cells, latest, taken, error, running, takeOne, takeMany } = useReadings()
  const { price } = usePrice(readingSession)
  const wallet = useWallet()
  // An open session pays without a wallet.
  const canPay = wallet !== undefined || !['idle', 'closed'].includes(status)
  return (
    <div className="sheet">
      <div className="metered">
        <div className="readings">
          <Weather reading={latest} />
          <Cells cells={cells} taken={taken} />
          {error && <Notice error={error} />}
          <div className="buttons">
            <button
              type="button"
              className="primary"
              disabled={!canPay}
              aria-busy={running === 'one'}
              onClick={takeOne}
            >
              Take one reading
            </button>
            <button
              type="button"
              className="quiet"
              disabled={!canPay}
              aria-busy={running === 'many'}
              onClick={takeMany}
            >
              Send {burst} at once
            </button>
          </div>
          <p className="hint">
            {price ? `${price.text} per ${price.unit}.` : '\u00a0'}
            {!canPay && ' Choose a wallet first.'}
          </p>
        </div>
        <SessionTill offer={readingSession} />
      </div>
      <WalletSection />
    </div>
  )
}

function Weather({ reading }: { reading: Reading | undefined }) {
  return (
    <p className="weather">
      <b>{reading ? `${reading.celsius.toFixed(1).replace('-', '\u2212')} °C` : '– °C'}</b>
      <span>{reading ? `Station ${reading.station}, wind ${reading.wind} m/s` : 'No reading yet'}</span>
    </p>
  )
}

/** One cell for each request, filled when its answer is there. */
function Cells({ cells, taken }: { cells: readonly Cell[]; taken: number }) {
  const answered = cells.filter((cell) => cell === 'answered').length
  const failed = cells.filter((cell) => cell === 'failed').length
  const asked = cells.filter((cell) => cell !== 'empty').length
  return (
    <div>
      <div className="cells" aria-hidden="true">
        {cells.map((cell, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place.
          <span key={at} data-state={cell} />
        ))}
      </div>
      <p className="hint" role="status">
        {asked === 0 ? 'Nothing sent yet' : `${answered} of ${asked} answered`}
        {failed > 0 && `, ${failed} failed`}
        {taken > answered && `, ${taken} in all`}
      </p>
    </div>
  )
}
