import { TestCards } from '../goods/TestCards.js'
import { PhotoSale } from './PhotoSale.js'

export function WalletOrCard() {
  return (
    <>
      <PhotoSale path="/api/photo/any" walletless />
      <TestCards />
    </>
  )
}
