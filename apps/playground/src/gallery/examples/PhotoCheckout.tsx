import { Checkout, type CheckoutProps } from '@payerkit/react/checkout'
import '@payerkit/react/checkout.css'

type Props = Pick<CheckoutProps<undefined>, 'remedy'> & {
  show: (photo: Blob | undefined) => void
}

export function PhotoCheckout({ show, remedy }: Props) {
  return (
    <Checkout
      input="https://photos.example/photo"
      onSuccess={async ({ response }) => show(await response?.blob())}
      remedy={remedy}
    />
  )
}
