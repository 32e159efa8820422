import { Photo, readPhoto } from '../goods/Photo.js'
import { TestCards } from '../goods/TestCards.js'
import { photoUrl } from './photoUrl.js'
import { Sale } from './Sale.js'

export function WalletOrCard() {
  return (
    <>
      <Sale
        url={(round) => photoUrl('/api/photo/any', round)}
        read={readPhoto}
        goods={(photo) => <Photo src={photo} />}
        again="Another photo"
        walletless
      />
      <TestCards />
    </>
  )
}
