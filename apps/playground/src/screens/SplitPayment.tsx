import { Delivery } from '../goods/Delivery.js'
import { Shares } from '../goods/Shares.js'
import { Sale } from './Sale.js'

export function SplitPayment() {
  return (
    <Sale
      url={() => '/api/split'}
      read={async () => 'Delivered. All three were paid at once.'}
      goods={(words, offer) => (
        <>
          <Delivery name="A message, shared with two photographers" words={words} />
          <Shares offer={offer} />
        </>
      )}
      again="Once more"
    />
  )
}
