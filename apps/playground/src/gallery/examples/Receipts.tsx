import { ReceiptList } from '@payerkit/react/receipts'
import '@payerkit/react/receipts.css'

export function Receipts({ show }: { show: (photo: Blob) => void }) {
  return (
    <ReceiptList
      onShow={async (response) => show(await response.blob())}
    />
  )
}
