// A test double of Stripe.js. The cards that a customer saved, and the wish to save a new one.
;((double) => {
  const brands = { visa: 'Visa', mastercard: 'Mastercard' }

  function createChoice(name, text, checked) {
    const label = document.createElement('label')
    label.className = 'StripeDouble-choice'
    const input = Object.assign(document.createElement('input'), { type: 'radio', name, checked })
    label.append(input, text)
    return { label, input }
  }

  /** What a customer session lets the Payment Element show; `changed` is called when something else is chosen. */
  double.createSavedCards = ({ payment_methods: methods, save }, prefix, changed) => {
    const list = Object.assign(document.createElement('fieldset'), { className: 'StripeDouble-saved' })
    const legend = Object.assign(document.createElement('legend'), { textContent: 'Saved cards' })
    const name = `${prefix}-saved`
    const choices = methods.map((method, index) => {
      const { brand, last4 } = method.card
      return { method, ...createChoice(name, `${brands[brand]} •••• ${last4}`, index === 0) }
    })
    const fresh = createChoice(name, 'New card', methods.length === 0)
    list.append(legend, ...choices.map(({ label }) => label), fresh.label)
    list.hidden = methods.length === 0

    const saving = document.createElement('label')
    saving.className = 'StripeDouble-choice'
    const box = Object.assign(document.createElement('input'), { type: 'checkbox' })
    saving.append(box, 'Save this card for next time')

    const chosen = () => choices.find(({ input }) => input.checked)?.method
    const show = () => {
      saving.hidden = !save || chosen() !== undefined
    }
    for (const input of [...choices.map((choice) => choice.input), fresh.input, box])
      input.addEventListener('change', () => {
        show()
        changed()
      })
    show()
    return { list, saving, chosen, saves: () => !saving.hidden && box.checked }
  }
})(window.__stripeDouble)
