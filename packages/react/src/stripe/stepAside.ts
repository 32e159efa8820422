/**
 * Clears the way for a window that Stripe.js puts over the page, and puts everything back afterwards: modal dialogs are
 * above any z-index and keep the rest of the page from being used (stripe/stripe-js#599).
 *
 * @example
 * ```ts
 * const { error } = await stepAside(() => stripe.handleNextAction({ hashedValue }))
 * ```
 */
export async function stepAside<result>(work: () => Promise<result>): Promise<result> {
  const focused = document.activeElement
  const dialogs = [...document.querySelectorAll('dialog')].filter((dialog) => dialog.matches(':modal'))
  for (const dialog of dialogs) closeUnheard(dialog)
  try {
    return await work()
  } finally {
    for (const dialog of dialogs) if (dialog.isConnected && !dialog.open) dialog.showModal()
    if (focused instanceof HTMLElement && focused.isConnected && focused !== document.body) focused.focus()
  }
}

/** Closes a dialog without telling whose it is: for them it stays open. */
function closeUnheard(dialog: HTMLDialogElement): void {
  const hush = (event: Event) => {
    if (event.target !== dialog) return
    event.stopImmediatePropagation()
    window.removeEventListener('close', hush, true)
  }
  window.addEventListener('close', hush, true)
  dialog.close(dialog.returnValue)
}
