import { StripeFailure } from './StripeFailure.js'

type Decline = { code: string; declineCode: string; message: string }

export type TestCard = {
  number: string
  brand: 'visa' | 'mastercard'
  paymentMethod?: string
  decline?: Decline
  authentication?: true
  /** It can be kept for a customer all the same. */
  declinesLater?: true
}

const declined: Decline = {
  code: 'card_declined',
  declineCode: 'generic_decline',
  message: 'Your card was declined.',
}

const testCards: readonly TestCard[] = [
  { number: '4242424242424242', brand: 'visa', paymentMethod: 'pm_card_visa' },
  { number: '5555555555554444', brand: 'mastercard', paymentMethod: 'pm_card_mastercard' },
  { number: '4000000000000002', brand: 'visa', paymentMethod: 'pm_card_chargeDeclined', decline: declined },
  {
    number: '4000000000009995',
    brand: 'visa',
    paymentMethod: 'pm_card_chargeDeclinedInsufficientFunds',
    decline: {
      code: 'card_declined',
      declineCode: 'insufficient_funds',
      message: 'Your card has insufficient funds.',
    },
  },
  {
    number: '4000000000000069',
    brand: 'visa',
    paymentMethod: 'pm_card_chargeDeclinedExpiredCard',
    decline: { code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' },
  },
  {
    number: '4000000000000127',
    brand: 'visa',
    paymentMethod: 'pm_card_chargeDeclinedIncorrectCvc',
    decline: {
      code: 'incorrect_cvc',
      declineCode: 'incorrect_cvc',
      message: "Your card's security code is incorrect.",
    },
  },
  {
    number: '4000000000000119',
    brand: 'visa',
    paymentMethod: 'pm_card_chargeDeclinedProcessingError',
    decline: {
      code: 'processing_error',
      declineCode: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
  },
  {
    number: '4000002760003184',
    brand: 'visa',
    paymentMethod: 'pm_card_authenticationRequired',
    authentication: true,
  },
  {
    ...{ number: '4000000000000341', brand: 'visa', paymentMethod: 'pm_card_chargeCustomerFail' },
    ...{ decline: declined, declinesLater: true },
  },
  { number: '4000008400001629', brand: 'visa', authentication: true, decline: declined },
]

export function cardByPaymentMethod(id: string): TestCard | undefined {
  return testCards.find((card) => card.paymentMethod === id)
}

/** A number that is not a test card is refused, as test mode refuses a real one. */
export function cardByNumber(number: string): TestCard {
  const digits = number.replaceAll(' ', '')
  const card = testCards.find((candidate) => candidate.number === digits)
  if (card) return card
  throw new StripeFailure(402, {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'test_mode_live_card',
    message: 'Your card was declined. This is a test double: use one of its test card numbers.',
    param: 'number',
  })
}
