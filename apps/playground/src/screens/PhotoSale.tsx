import { Photo, readPhoto } from '../goods/Photo.js'
import { photoUrl } from './photoUrl.js'
import { Sale, type SaleProps } from './Sale.js'

type PhotoSaleProps = Pick<SaleProps, 'walletless' | 'wallet' | 'currency'> & {
  /** Where photos are sold. */
  path: string
}

/** One photo after another. */
export function PhotoSale({ path, ...rest }: PhotoSaleProps) {
  return (
    <Sale
      url={(round) => photoUrl(path, round)}
      read={readPhoto}
      goods={(photo) => <Photo src={photo} />}
      again="Another photo"
      {...rest}
    />
  )
}
