import { tokenChatSession } from '../sessions/offers.js'
import { useServices } from '../shop/ServicesContext.js'
import { Chat } from './Chat.js'
import { PhotoSale } from './PhotoSale.js'

/** A photo that is paid for in an ordinary token. */
function PhotoByToken({ path }: { path: string }) {
  return <PhotoSale path={path} currency={useServices().config.testDollar} />
}

/** A chat that is paid for in it. */
export const ChatByToken = () => <Chat offer={tokenChatSession} currency={useServices().config.testDollar} />

export const ByEvm = () => <PhotoByToken path="/api/evm/photo" />
export const ByX402 = () => <PhotoByToken path="/api/x402/photo" />
