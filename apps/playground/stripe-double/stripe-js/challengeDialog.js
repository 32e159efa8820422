// A test double of Stripe.js. The 3-D Secure window: a native modal dialog, which keeps the focus inside by itself.
;((double) => {
  const style =
    'box-sizing:border-box;width:min(26rem,calc(100vw - 2rem));padding:24px;border:1px solid #6a7383;border-radius:8px;background:#fff;color:#30313d;font:16px/1.5 system-ui,sans-serif'
  const buttonStyle =
    'min-height:44px;padding:8px 16px;border:1px solid #30313d;border-radius:5px;font:600 16px system-ui,sans-serif;cursor:pointer'

  function createButton(text, colors) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: text })
    button.style.cssText = `${buttonStyle};${colors}`
    return button
  }

  function describe({ amount, currency, last4 }) {
    const what = amount === null ? 'Later payments' : double.formatMoney(amount, currency)
    return `${what} with the test card ending in ${last4}.`
  }

  /** Asks the person; resolves with 'complete' or 'fail'. Escape is a refusal. */
  double.askChallenge = (challenge) =>
    new Promise((resolve) => {
      const before = document.activeElement
      const dialog = document.createElement('dialog')
      dialog.style.cssText = style
      dialog.setAttribute('aria-labelledby', 'stripe-double-challenge')
      const title = document.createElement('h2')
      title.id = 'stripe-double-challenge'
      title.style.cssText = 'margin:0 0 8px;font-size:1.1em'
      title.textContent = 'Stripe double: authenticate this test payment'
      const text = document.createElement('p')
      text.style.cssText = 'margin:0 0 16px'
      text.textContent = describe(challenge)
      const buttons = document.createElement('div')
      buttons.style.cssText = 'display:flex;gap:12px'
      const complete = createButton('Complete', 'background:#30313d;color:#fff')
      const fail = createButton('Fail', 'background:#fff;color:#30313d')
      buttons.append(complete, fail)
      dialog.append(title, text, buttons)

      complete.addEventListener('click', () => dialog.close('complete'))
      fail.addEventListener('click', () => dialog.close('fail'))
      dialog.addEventListener('close', () => {
        dialog.remove()
        if (before instanceof HTMLElement) before.focus()
        resolve(dialog.returnValue === 'complete' ? 'complete' : 'fail')
      })
      document.body.append(dialog)
      dialog.showModal()
      complete.focus()
    })
})(window.__stripeDouble)
