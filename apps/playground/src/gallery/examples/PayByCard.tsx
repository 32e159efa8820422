import { usePayer, useQuote } from '@payerkit/react'
import { CardCheckout, type StripeSource } from '@payerkit/react/stripe'

const report = 'https://photos.example/report'

type Props = {
  stripe: StripeSource
  show: (response: Response) => void
}

/** `stripe` is `() => loadStripe('pk_test_…')` of '@stripe/stripe-js/pure'. */
export function PayByCard({ stripe, show }: Props) {
  const payer = usePayer()
  const { quote } = useQuote(report)
  if (!quote) return null
  return (
    <CardCheckout
      stripe={stripe}
      quote={quote}
      requote={() => payer.quote(report)}
      onSuccess={show}
      onCancel={() => {}}
    />
  )
}
