import { TestCards } from '../goods/TestCards.js'
import { PointsWallet } from '../wallet/PointsWallet.js'
import { PhotoSale } from './PhotoSale.js'

export const ByNetworkToken = () => <PhotoSale path="/api/network-token/photo" walletless wallet={false} />

export const ByPoints = () => <PhotoSale path="/api/points/photo" walletless wallet={<PointsWallet />} />

export function ByX402Card() {
  return (
    <>
      <PhotoSale path="/api/x402-card/photo" walletless wallet={false} />
      <TestCards />
    </>
  )
}
