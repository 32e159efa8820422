import { usePayer } from '@payerkit/react'

/** Anywhere inside <PayerProvider payer={payer}>, which asks in its dialog before anything is paid. */
export function OpenPhoto({ show }: { show: (photo: Blob) => void }) {
  const payer = usePayer()

  async function open() {
    const response = await payer.fetch('https://photos.example/photo')
    show(await response.blob())
  }
  return (
    <button
      type="button"
      className="quiet"
      onClick={() => open().catch(() => {})}
    >
      Open the photo
    </button>
  )
}
