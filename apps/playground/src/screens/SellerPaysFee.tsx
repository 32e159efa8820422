import { Delivery } from '../goods/Delivery.js'
import { Sale } from './Sale.js'

export function SellerPaysFee() {
  return (
    <Sale
      url={() => '/api/sponsored'}
      read={async () => 'Delivered. The network fee was on the seller.'}
      goods={(words) => <Delivery name="A message from the seller" words={words} />}
      again="Once more"
    />
  )
}
