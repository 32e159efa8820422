import { AttemptBanner } from '@payerkit/react/attempts'
import '@payerkit/react/attempts.css'

export function OpenPayments({
  show,
}: {
  show: (photo: Blob) => Promise<void>
}) {
  return (
    <AttemptBanner
      onDelivered={async (response) => show(await response.blob())}
    />
  )
}
