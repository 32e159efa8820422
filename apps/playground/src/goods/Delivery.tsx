/** Something the seller says yes to, once it is paid for. */
export function Delivery({ name, words }: { name: string; words: string | undefined }) {
  return (
    <div className="delivery" data-state={words ? 'here' : 'waiting'}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {words ? <path d="m6 12.5 4 4 8-9" /> : <path d="M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6Z" />}
      </svg>
      <p>
        <b>{name}</b>
        <span>{words ?? 'Opens when the seller has your yes'}</span>
      </p>
    </div>
  )
}
