import { perDay, perPayment } from '../shop/allowance.js'
import { useAllowance } from './useAllowance.js'

/** Lets small payments through without a question. */
export function AllowanceSwitch() {
  const [allowed, allow] = useAllowance()
  return (
    <label className="check">
      <input type="checkbox" checked={allowed} onChange={({ target }) => allow(target.checked)} />
      <span>
        Pay up to <b>${perPayment}</b> without asking, <b>${perDay} a day</b> at most
      </span>
    </label>
  )
}
