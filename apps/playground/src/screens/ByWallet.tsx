import { Photo, readPhoto } from '../goods/Photo.js'
import { photoUrl } from './photoUrl.js'
import { Sale } from './Sale.js'

export function ByWallet() {
  return (
    <Sale
      url={(round) => photoUrl('/api/photo', round)}
      read={readPhoto}
      goods={(photo) => <Photo src={photo} />}
      again="Another photo"
    />
  )
}
