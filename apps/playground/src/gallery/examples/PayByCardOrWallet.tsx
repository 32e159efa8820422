import { usePayer, useQuote } from '@payerkit/react'
import { ExpressPay } from '@payerkit/react/express'
import { CardCheckout, type StripeSource } from '@payerkit/react/stripe'
import '@payerkit/react/express.css'

const report = 'https://photos.example/report'

/** Apple Pay, Google Pay and Link, where the browser has one of them. */
export function PayByCardOrWallet({
  stripe,
}: {
  stripe: StripeSource
}) {
  const payer = usePayer()
  const { quote } = useQuote(report)
  if (!quote) return null
  return (
    <CardCheckout
      stripe={stripe}
      quote={quote}
      requote={() => payer.quote(report)}
      express={<ExpressPay />}
    />
  )
}
