import { Delivery } from '../goods/Delivery.js'
import { Sale } from './Sale.js'

export function FreeProof() {
  return (
    <Sale
      url={() => '/api/free'}
      read={async () => 'You are in. The seller knows your wallet now, and took nothing.'}
      goods={(words) => <Delivery name="A room for known wallets" words={words} />}
      again="Prove it again"
    />
  )
}
