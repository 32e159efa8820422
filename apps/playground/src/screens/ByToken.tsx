import { Photo, readPhoto } from '../goods/Photo.js'
import { useServices } from '../shop/ServicesContext.js'
import { photoUrl } from './photoUrl.js'
import { Sale } from './Sale.js'

/** A photo that is paid for in an ordinary token. */
function PhotoByToken({ path }: { path: string }) {
  const { testDollar } = useServices().config
  return (
    <Sale
      url={(round) => photoUrl(path, round)}
      read={readPhoto}
      goods={(photo) => <Photo src={photo} />}
      again="Another photo"
      currency={testDollar}
    />
  )
}

export const ByEvm = () => <PhotoByToken path="/api/evm/photo" />
export const ByX402 = () => <PhotoByToken path="/api/x402/photo" />
