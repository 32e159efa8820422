import { SolanaWallet, useSolanaAddress } from '../wallet/SolanaWallet.js'
import { PhotoSale } from './PhotoSale.js'

export function BySolana() {
  const address = useSolanaAddress()
  return (
    <PhotoSale
      // Whoever pays is in the offer.
      key={address}
      path="/api/solana/photo"
      walletless={address !== undefined}
      wallet={<SolanaWallet />}
    />
  )
}
