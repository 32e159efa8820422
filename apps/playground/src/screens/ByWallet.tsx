import { PhotoSale } from './PhotoSale.js'

export const ByWallet = () => <PhotoSale path="/api/photo" />
