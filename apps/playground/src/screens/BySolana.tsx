import { Photo, readPhoto } from '../goods/Photo.js'
import { SolanaWallet, useSolanaAddress } from '../wallet/SolanaWallet.js'
import { photoUrl } from './photoUrl.js'
import { Sale } from './Sale.js'

export function BySolana() {
  const address = useSolanaAddress()
  return (
    <Sale
      // Whoever pays is in the offer.
      key={address}
      url={(round) => photoUrl('/api/solana/photo', round)}
      read={readPhoto}
      goods={(photo) => <Photo src={photo} />}
      again="Another photo"
      walletless={address !== undefined}
      wallet={<SolanaWallet />}
    />
  )
}
