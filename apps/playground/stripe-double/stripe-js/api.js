// A test double of Stripe.js, not Stripe.js. These scripts run in a page, joined in order; they share one namespace.
window.__stripeDouble = {}

;((double) => {
  const mark = '/stripe-js/endive/stripe.js'

  /** Where the REST double answers: beside this script, unless another address served it. */
  function defaultBase() {
    const source = document.currentScript?.src ?? ''
    const at = source.indexOf(mark)
    return at < 0 ? `${location.origin}/stripe` : source.slice(0, at)
  }

  double.apiBase = defaultBase()

  /** Thrown for a page's own mistakes, as Stripe.js does. */
  double.IntegrationError = class IntegrationError extends Error {
    name = 'IntegrationError'
  }

  async function request(url, init) {
    try {
      const response = await fetch(url, init)
      const body = await response.json()
      return response.ok ? { body } : { error: body.error }
    } catch {
      return {
        error: {
          type: 'api_connection_error',
          message: 'We are experiencing issues connecting to Stripe. Please check your connection.',
        },
      }
    }
  }

  /** What a page asks of the REST double; each gives `{ body }` or `{ error }`. */
  double.createApi = (base, key) => ({
    createPaymentMethod: (fields) =>
      request(`${base}/v1/payment_methods`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}` },
        body: new URLSearchParams(fields),
      }),
    customerSession: (secret) => request(`${base}/__customer_sessions/${encodeURIComponent(secret)}`),
    challenge: (value, outcome) =>
      request(`${base}/__challenges/${encodeURIComponent(value)}`, {
        ...(outcome && {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ outcome }),
        }),
      }),
  })

  double.formatMoney = (amount, currency) => {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency })
    return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits)
  }

  /** The part of an element's life that all elements share: listeners and the node it is mounted in. */
  double.createEmitter = () => {
    const listeners = new Map()
    return {
      on(event, listener) {
        listeners.set(event, [...(listeners.get(event) ?? []), listener])
      },
      off(event, listener) {
        const rest = (listeners.get(event) ?? []).filter((other) => listener && other !== listener)
        listeners.set(event, rest)
      },
      emit(event, payload) {
        for (const listener of listeners.get(event) ?? []) listener(payload)
      },
      has: (event) => (listeners.get(event) ?? []).length > 0,
    }
  }

  double.resolveNode = (target) => {
    const node = typeof target === 'string' ? document.querySelector(target) : target
    if (node) return node
    throw new double.IntegrationError(
      'The selector or node you specified applies to no DOM element that is currently on the page.',
    )
  }
})(window.__stripeDouble)
