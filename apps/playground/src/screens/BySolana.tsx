import { solanaChatSession } from '../sessions/offers.js'
import { SolanaWallet, useSolanaAddress } from '../wallet/SolanaWallet.js'
import { Chat } from './Chat.js'
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

/** A chat that is paid for by the word. */
export function ChatBySolana() {
  const address = useSolanaAddress()
  return (
    <Chat
      key={address}
      offer={solanaChatSession}
      walletless={address !== undefined}
      wallet={<SolanaWallet />}
    />
  )
}
