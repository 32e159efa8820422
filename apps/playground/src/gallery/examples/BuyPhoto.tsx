import { PayButton, useQuote } from '@payerkit/react'

const photo = 'https://photos.example/photo'

export function BuyPhoto({
  show,
}: {
  show: (photo: Blob | undefined) => void
}) {
  const { quote } = useQuote(photo)
  return (
    <PayButton
      input={photo}
      quote={quote}
      onSuccess={async ({ response }) => show(await response?.blob())}
    />
  )
}
