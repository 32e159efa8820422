// A test double of Stripe.js. The card fields: what they accept, and what is wrong with them.
;((double) => {
  const digits = (text) => text.replace(/\D/g, '')

  function luhn(number) {
    const sum = [...number].reverse().reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 ? 2 : 1)
      return total + (value > 9 ? value - 9 : value)
    }, 0)
    return sum % 10 === 0
  }

  function expiryProblem(text) {
    const value = digits(text)
    if (value.length < 4) return ['incomplete_expiry', "Your card's expiration date is incomplete."]
    const month = Number(value.slice(0, 2))
    if (month < 1 || month > 12) return ['invalid_expiry_month', "Your card's expiration month is invalid."]
    const now = new Date()
    if ((2000 + Number(value.slice(2))) * 12 + month >= now.getFullYear() * 12 + now.getMonth() + 1)
      return undefined
    return ['invalid_expiry_year_past', "Your card's expiration year is in the past."]
  }

  function numberProblem(text) {
    const value = digits(text)
    if (value.length < 16) return ['incomplete_number', 'Your card number is incomplete.']
    return luhn(value) ? undefined : ['invalid_number', 'Your card number is invalid.']
  }

  function cvcProblem(text) {
    return digits(text).length < 3
      ? ['incomplete_cvc', "Your card's security code is incomplete."]
      : undefined
  }

  double.fields = [
    {
      name: 'number',
      label: 'Card number',
      placeholder: '1234 1234 1234 1234',
      autocomplete: 'cc-number',
      format: (text) =>
        digits(text)
          .slice(0, 16)
          .replace(/(.{4})(?=.)/g, '$1 '),
      problem: numberProblem,
    },
    {
      name: 'expiry',
      label: 'Expiration date',
      placeholder: 'MM / YY',
      autocomplete: 'cc-exp',
      format: (text) =>
        digits(text)
          .slice(0, 4)
          .replace(/^(..)(.+)$/, '$1 / $2'),
      problem: expiryProblem,
    },
    {
      name: 'cvc',
      label: 'Security code',
      placeholder: 'CVC',
      autocomplete: 'cc-csc',
      format: (text) => digits(text).slice(0, 4),
      problem: cvcProblem,
    },
  ]

  /** The REST parameters of a card. */
  double.cardParameters = ({ number, expiry, cvc }) => ({
    type: 'card',
    'card[number]': digits(number),
    'card[exp_month]': String(Number(digits(expiry).slice(0, 2))),
    'card[exp_year]': `20${digits(expiry).slice(2)}`,
    'card[cvc]': digits(cvc),
  })
})(window.__stripeDouble)
