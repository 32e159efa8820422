// A test double of Stripe.js. The Express Checkout Element: one button, whose wallet pays with a test card.
;((double) => {
  // As long as Stripe waits for an answer to a click.
  const patience = 1_000

  double.createExpressCheckout = (group, onDestroy, options = {}) => {
    const emitter = double.createEmitter()
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      textContent: 'Test wallet (test double)',
    })
    button.style.cssText = `box-sizing:border-box;width:100%;min-height:${options.buttonHeight ?? 44}px;border:0;font:600 16px system-ui,sans-serif;cursor:pointer`
    const there = options.paymentMethods?.googlePay !== 'never'
    let number
    let mounted = false

    async function open() {
      const chosen = await double.askWallet(group.options)
      if (!chosen) return emitter.emit('cancel', { elementType: 'expressCheckout' })
      number = chosen
      emitter.emit('confirm', {
        ...{ elementType: 'expressCheckout', expressPaymentType: 'google_pay' },
        ...{ billingDetails: { name: 'Test Wallet', email: 'wallet@example.com' }, paymentFailed() {} },
      })
    }

    button.addEventListener('click', () => {
      // A page that listens decides whether the wallet opens.
      if (!emitter.has('click')) return open()
      const late = setTimeout(() => {
        throw new double.IntegrationError('The click event has to be resolved or rejected within 1 second.')
      }, patience)
      const answer = (act) => () => {
        clearTimeout(late)
        act()
      }
      emitter.emit('click', {
        ...{ elementType: 'expressCheckout', expressPaymentType: 'google_pay' },
        ...{ resolve: answer(open), reject: answer(() => {}) },
      })
    })

    const element = {
      mount(target) {
        refresh()
        double.resolveNode(target).replaceChildren(...(there ? [button] : []))
        if (mounted) return
        mounted = true
        setTimeout(() => {
          if (!mounted) return
          const availablePaymentMethods = there
            ? { applePay: false, googlePay: true, link: false }
            : undefined
          emitter.emit('ready', { elementType: 'expressCheckout', availablePaymentMethods })
        })
      },
      unmount() {
        button.remove()
        mounted = false
      },
      destroy() {
        element.unmount()
        onDestroy()
      },
      update() {},
      on(event, listener) {
        emitter.on(event, listener)
        return element
      },
      off(event, listener) {
        emitter.off(event, listener)
        return element
      },
    }

    function refresh() {
      const { theme, variables } = group.options.appearance ?? {}
      button.style.borderRadius = variables?.borderRadius ?? '5px'
      // The wallets' own buttons are white on dark pages.
      button.style.background = theme === 'night' ? '#fff' : '#000'
      button.style.color = theme === 'night' ? '#000' : '#fff'
    }

    return {
      element,
      refresh,
      isMounted: () => number !== undefined && button.isConnected,
      read: () => ({ card: double.cardParameters({ number, expiry: '1240', cvc: '123' }) }),
    }
  }
})(window.__stripeDouble)
