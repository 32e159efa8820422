// A test double of Stripe.js. The Express Checkout Element: one button that pays with a test card.
;((double) => {
  double.createExpressCheckout = (_group, onDestroy) => {
    const emitter = double.createEmitter()
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      textContent: 'Pay with the test wallet (test double)',
    })
    button.style.cssText =
      'box-sizing:border-box;width:100%;min-height:44px;border:0;border-radius:5px;background:#000;color:#fff;font:600 16px system-ui,sans-serif;cursor:pointer'
    let chosen = false
    let mounted = false

    function confirm() {
      chosen = true
      emitter.emit('confirm', {
        ...{ elementType: 'expressCheckout', expressPaymentType: 'link' },
        ...{ billingDetails: { name: 'Test Wallet', email: 'wallet@example.com' }, paymentFailed() {} },
      })
    }

    button.addEventListener('click', () => {
      const event = {
        elementType: 'expressCheckout',
        expressPaymentType: 'link',
        resolve: confirm,
        reject() {},
      }
      // A page that listens decides when the wallet opens.
      if (emitter.has('click')) emitter.emit('click', event)
      else confirm()
    })

    const element = {
      mount(target) {
        double.resolveNode(target).replaceChildren(button)
        if (mounted) return
        mounted = true
        setTimeout(() => {
          const availablePaymentMethods = { applePay: false, googlePay: false, link: true, paypal: false }
          if (button.isConnected)
            emitter.emit('ready', { elementType: 'expressCheckout', availablePaymentMethods })
        })
      },
      unmount() {
        button.remove()
        mounted = false
      },
      destroy() {
        button.remove()
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

    return {
      element,
      refresh() {},
      isMounted: () => chosen && button.isConnected,
      read: () => ({
        card: double.cardParameters({ number: '4242424242424242', expiry: '1240', cvc: '123' }),
      }),
    }
  }
})(window.__stripeDouble)
