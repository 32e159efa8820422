// A test double of Stripe.js. The window of a browser's wallet: what is paid, with which test card, yes or no.
;((double) => {
  const style =
    'box-sizing:border-box;width:min(22rem,calc(100vw - 2rem));padding:24px;border:1px solid #6a7383;border-radius:12px;background:#fff;color:#30313d;font:16px/1.5 system-ui,sans-serif'
  const buttonStyle =
    'flex:1;min-height:44px;padding:8px 16px;border:1px solid #30313d;border-radius:5px;font:600 16px system-ui,sans-serif;cursor:pointer'
  const cards = [
    ['4242424242424242', 'Visa •••• 4242'],
    ['4000000000000002', 'Visa •••• 0002 (is declined)'],
    ['4000002760003184', 'Visa •••• 3184 (asks the bank)'],
  ]

  const make = (tag, properties, css = '') => {
    const node = Object.assign(document.createElement(tag), properties)
    node.style.cssText = css
    return node
  }

  /** Asks the person; resolves with a card's number, or with nothing when the window is closed. */
  double.askWallet = ({ amount, currency }) =>
    new Promise((resolve) => {
      const before = document.activeElement
      const dialog = make('dialog', {}, style)
      dialog.setAttribute('aria-labelledby', 'stripe-double-wallet')
      const title = make('h2', { id: 'stripe-double-wallet', textContent: 'Stripe double: test wallet' })
      title.style.cssText = 'margin:0 0 8px;font-size:1.1em'
      const price = make('p', { textContent: double.formatMoney(amount, currency) }, 'margin:0 0 16px')
      const label = make('label', { textContent: 'Test card ' }, 'display:block;margin:0 0 16px')
      const select = make('select', {}, 'width:100%;min-width:0;min-height:44px;font:inherit')
      for (const [value, text] of cards) select.append(make('option', { value, textContent: text }))
      label.append(select)
      const buttons = make('div', {}, 'display:flex;gap:12px')
      const yes = make('button', { type: 'button', textContent: 'Confirm' }, buttonStyle)
      yes.style.cssText += ';background:#30313d;color:#fff'
      const no = make('button', { type: 'button', textContent: 'Close' }, buttonStyle)
      no.style.cssText += ';background:#fff;color:#30313d'
      buttons.append(yes, no)
      dialog.append(title, price, label, buttons)

      yes.addEventListener('click', () => dialog.close(select.value))
      no.addEventListener('click', () => dialog.close())
      dialog.addEventListener('close', () => {
        dialog.remove()
        if (before instanceof HTMLElement) before.focus()
        resolve(dialog.returnValue || undefined)
      })
      document.body.append(dialog)
      dialog.showModal()
      yes.focus()
    })
})(window.__stripeDouble)
