// What Stripe and servers say of a failure can quote what authorizes money: "No such PaymentMethod: 'pm_…'".
const ids = /\b(?:spt|pm|tok|src|pi|seti|ek|sk|rk|pk)_\w+/g

/** A text of somebody else with every id of Stripe's replaced, cut to a length a person reads. */
export function redact(text: string): string {
  return text.slice(0, 500).replace(ids, '…')
}

/** What a foreign failure says, fit for an error's `details`. The failure itself is not kept: its text may tell. */
export function reasonOf(error: unknown): string | undefined {
  return error instanceof Error && error.message ? redact(error.message) : undefined
}
