import type { ComponentType } from 'react'
import { Article } from './Article.js'
import { ByCard } from './ByCard.js'
import { BySolana } from './BySolana.js'
import { ByEvm, ByX402 } from './ByToken.js'
import { ByWallet } from './ByWallet.js'
import { Chat } from './Chat.js'
import { FreeProof } from './FreeProof.js'
import { InPage } from './InPage.js'
import { Metered } from './Metered.js'
import { SellerPaysFee } from './SellerPaysFee.js'
import { Sessions } from './Sessions.js'
import { SplitPayment } from './SplitPayment.js'
import { Subscription } from './Subscription.js'
import { WalletOrCard } from './WalletOrCard.js'

/** One thing to try. */
export type Screen = {
  /** What stands after `#`. */
  id: string
  title: string
  /** What will happen, for somebody who has never heard of any of this. */
  sentence: string
  /** What stands behind it, where that is not the whole of the rail. */
  behind?: string
  /** Whether it needs this machine's own chain. */
  local?: boolean
  Body: ComponentType
}

export const screens: readonly [Screen, ...Screen[]] = [
  {
    id: 'wallet',
    title: 'Pay per photo by wallet',
    sentence: 'You see the price and say yes, your wallet pays the seller, and the photo comes back at once.',
    Body: ByWallet,
  },
  {
    id: 'card',
    title: 'By card',
    sentence:
      'The same photo without a wallet. Your card number goes to Stripe, never to this page or the seller.',
    Body: ByCard,
  },
  {
    id: 'any',
    title: 'Wallet or card',
    sentence: 'One price and two ways to pay it. You choose when you are asked.',
    Body: WalletOrCard,
  },
  {
    id: 'checkout',
    title: 'Checkout in the page',
    sentence:
      'Price, choice and outcome in one place, without a dialog. What your wallet lacks is said before you pay.',
    Body: InPage,
  },
  {
    id: 'article',
    title: 'A paywall',
    sentence:
      'The beginning is for everybody. The rest opens in its place when it is paid for, and is there the next time.',
    Body: Article,
  },
  {
    id: 'free',
    title: 'Prove it for free',
    sentence:
      'This costs nothing, but the seller wants to know who asks. Your wallet signs for you, and no money moves.',
    Body: FreeProof,
  },
  {
    id: 'sponsored',
    title: 'Seller pays the fee',
    sentence:
      'Sending money costs a small network fee. Here the seller pays it: you pay the price and nothing else.',
    Body: SellerPaysFee,
  },
  {
    id: 'split',
    title: 'Split payment',
    sentence:
      'You pay once, and the money goes to three people in the same moment. Nobody waits for a share.',
    Body: SplitPayment,
  },
  {
    id: 'subscription',
    title: 'Subscribe',
    sentence:
      'One yes, and the seller collects the same amount every thirty days, and no more. You cancel it yourself, in your wallet.',
    Body: Subscription,
  },
  {
    id: 'evm',
    title: 'By signature',
    sentence:
      'An ordinary dollar token, as there are on many networks. You sign, the seller sends it and pays the fee.',
    behind:
      'The seller is mppx, and settles by itself. The token and its network are this machine’s, made for trying out.',
    local: true,
    Body: ByEvm,
  },
  {
    id: 'x402',
    title: 'From an x402 seller',
    sentence:
      'The same photo from a seller who asks in another language of payments. What you see and do is the same.',
    behind:
      'The seller is x402’s own server with its facilitator in the same process, not one on the internet. The token is this machine’s.',
    local: true,
    Body: ByX402,
  },
  {
    id: 'solana',
    title: 'On Solana',
    sentence:
      'Another kind of network, and the same photo. The page asks you, the key signs, and the seller sends it.',
    behind:
      'The seller is pay-kit, the Solana Foundation’s own. The network runs in this machine’s memory, with the real programs and no validators. Wallets cannot see it, so the key is made in this page.',
    local: true,
    Body: BySolana,
  },
  {
    id: 'chat',
    title: 'Pay by the word',
    sentence:
      'You put a little money aside with one yes, and each word of an answer takes its part. The rest comes back.',
    Body: Chat,
  },
  {
    id: 'metered',
    title: 'Pay by the request',
    sentence:
      'Fifty requests at once, each paid for by itself, and no question in between. Each takes one round trip.',
    Body: Metered,
  },
  {
    id: 'channels',
    title: 'Your sessions',
    sentence:
      'Money that you put aside, for every site, and how to get it back: from the seller at once, or without them.',
    Body: Sessions,
  },
]
