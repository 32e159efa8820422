// A test double of Stripe.js. Last of the scripts: the Stripe function that the page calls.
;((double) => {
  const factories = { payment: double.createPaymentElement, expressCheckout: double.createExpressCheckout }
  const groups = new WeakMap()

  function assertOptions(options) {
    // The endive release renamed it for Elements made without an intent.
    if ('paymentMethodTypes' in options)
      throw new double.IntegrationError(
        'Invalid value for elements(): paymentMethodTypes is not supported. Use allowedPaymentMethodTypes instead.',
      )
    if (options.mode !== 'payment' && options.mode !== 'subscription')
      throw new double.IntegrationError(
        "Invalid value for elements(): the double supports the modes 'payment' and 'subscription' only.",
      )
    if (!Number.isSafeInteger(options.amount) || options.amount <= 0)
      throw new double.IntegrationError('Invalid value for elements(): amount must be a positive integer.')
    if (!/^[a-z]{3}$/.test(options.currency ?? ''))
      throw new double.IntegrationError(
        'Invalid value for elements(): currency must be a lowercase three-letter code.',
      )
  }

  function createElements(initial, api) {
    assertOptions(initial)
    const group = { options: { ...initial }, parts: new Map(), submitted: undefined, api }
    const elements = {
      create(type, options) {
        const factory = factories[type]
        if (!factory) throw new double.IntegrationError(`The Stripe double has no element of type ${type}.`)
        if (group.parts.has(type))
          throw new double.IntegrationError(`Can only create one Element of type ${type}.`)
        const part = factory(group, () => group.parts.delete(type), options)
        group.parts.set(type, part)
        return part.element
      },
      getElement: (type) => group.parts.get(type)?.element ?? null,
      update(options) {
        const next = { ...group.options, ...options }
        assertOptions(next)
        group.options = next
        for (const part of group.parts.values()) part.refresh()
      },
      async submit() {
        group.submitted = undefined
        const part = group.parts.get('expressCheckout')
        const source = part?.isMounted() ? part : group.parts.get('payment')
        if (!source?.isMounted())
          throw new double.IntegrationError('elements.submit() needs a mounted Payment Element.')
        const { card, error } = source.read()
        if (error) return { error }
        group.submitted = card
        return { selectedPaymentMethod: 'card' }
      },
      fetchUpdates: async () => ({}),
    }
    groups.set(elements, group)
    return elements
  }

  function unsupported(name) {
    return async () => {
      throw new double.IntegrationError(`The Stripe double does not support stripe.${name}().`)
    }
  }

  function Stripe(key, options = {}) {
    if (typeof key !== 'string' || !key.startsWith('pk_'))
      throw new double.IntegrationError('Please call Stripe() with your publishable key. It starts with pk_.')
    const api = double.createApi(options.__apiBase ?? double.apiBase, key)

    async function createPaymentMethod({ elements, params }) {
      const group = groups.get(elements)
      if (!group) throw new double.IntegrationError('createPaymentMethod needs the Elements instance.')
      if (!group.submitted)
        throw new double.IntegrationError(
          'elements.submit() must be called before stripe.createPaymentMethod().',
        )
      if (group.submitted.saved)
        throw new double.IntegrationError(
          'A saved card is a payment method already: the change event of the Payment Element names it.',
        )
      const { allow_redisplay: redisplay, billing_details: { name } = {} } = params ?? {}
      const { body, error } = await api.createPaymentMethod({
        ...group.submitted,
        ...(name && { 'billing_details[name]': name }),
        ...(redisplay && { allow_redisplay: redisplay }),
      })
      return error ? { error } : { paymentMethod: body }
    }

    /** 3-D Secure of a shared payment token, named by its hashed value, or of a SetupIntent, by its client secret. */
    async function handleNextAction({ hashedValue, clientSecret }) {
      const name = hashedValue ?? clientSecret
      if (typeof name !== 'string')
        throw new double.IntegrationError('handleNextAction needs a hashedValue or a clientSecret.')
      const { body, error } = await api.challenge(name)
      if (error) return { error }
      if (body.status !== 'requires_action') return {}
      const outcome = await double.askChallenge(body)
      const answer = await api.challenge(name, outcome)
      if (answer.error) return { error: answer.error }
      if (outcome === 'complete') return {}
      return {
        error: {
          type: 'invalid_request_error',
          code: `${clientSecret ? 'setup' : 'payment'}_intent_authentication_failure`,
          message:
            'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
        },
      }
    }

    return {
      elements: (options) => createElements(options, api),
      createPaymentMethod,
      handleNextAction,
      createToken: unsupported('createToken'),
      confirmCardPayment: unsupported('confirmCardPayment'),
      _registerWrapper() {},
      registerAppInfo() {},
    }
  }

  Stripe.version = 'endive'
  window.Stripe = Stripe
})(window.__stripeDouble)
