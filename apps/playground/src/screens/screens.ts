import type { ComponentType } from 'react'
import { Article } from './Article.js'
import { ByCard } from './ByCard.js'
import { ByNetworkToken, ByPoints, ByX402Card } from './ByOtherMeans.js'
import { BySolana, ChatBySolana } from './BySolana.js'
import { ByEvm, ByX402, ChatByToken } from './ByToken.js'
import { ByWallet } from './ByWallet.js'
import { CardSubscription } from './CardSubscription.js'
import { Chat } from './Chat.js'
import { FreeProof } from './FreeProof.js'
import { InPage } from './InPage.js'
import { Metered } from './Metered.js'
import { SellerPaysFee } from './SellerPaysFee.js'
import { Sessions } from './Sessions.js'
import { SplitPayment } from './SplitPayment.js'
import { Subscription } from './Subscription.js'
import { WalletOrCard } from './WalletOrCard.js'

/** What the things to try are sorted by. */
export const groups = ['Wallets', 'Cards', 'More', 'Pay as you go'] as const

/** One thing to try. */
export type Screen = {
  /** What stands after `#`. */
  id: string
  group: (typeof groups)[number]
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
    group: 'Wallets',
    title: 'Pay per photo by wallet',
    sentence: 'You see the price and say yes, your wallet pays the seller, and the photo comes back at once.',
    Body: ByWallet,
  },
  {
    id: 'card',
    group: 'Cards',
    title: 'By card',
    sentence:
      'The same photo without a wallet. Your card number goes to Stripe, never to this page or the seller.',
    Body: ByCard,
  },
  {
    id: 'network-token',
    group: 'Cards',
    title: 'With a card on file',
    sentence:
      'Your card is kept by an application of yours. Its number goes neither to this page nor to the seller.',
    behind:
      'A double of a card network, made for this demo: no network takes part, and no card is real. What pays is encrypted for the seller as it would be.',
    Body: ByNetworkToken,
  },
  {
    id: 'card-subscription',
    group: 'Cards',
    title: 'Subscribe by card',
    sentence:
      'One yes, and the seller charges your card every month, and no more. You cancel it with one press.',
    behind: 'Stripe’s double, unless the seller has keys of its own. Renewals are not played through here.',
    Body: CardSubscription,
  },
  {
    id: 'x402-card',
    group: 'Cards',
    title: 'An x402 seller, by card',
    sentence:
      'The same photo from a seller who asks in another language of payments, and takes cards. Your number goes to Stripe alone.',
    behind:
      'The seller is a gateway made for this demo. It is paid through Stripe’s double, unless it has keys of its own.',
    Body: ByX402Card,
  },
  {
    id: 'any',
    group: 'More',
    title: 'Wallet or card',
    sentence: 'One price and two ways to pay it. You choose when you are asked.',
    Body: WalletOrCard,
  },
  {
    id: 'checkout',
    group: 'More',
    title: 'Checkout in the page',
    sentence:
      'Price, choice and outcome in one place, without a dialog. What your wallet lacks is said before you pay.',
    Body: InPage,
  },
  {
    id: 'article',
    group: 'More',
    title: 'A paywall',
    sentence:
      'The beginning is for everybody. The rest opens in its place when it is paid for, and is there the next time.',
    Body: Article,
  },
  {
    id: 'points',
    group: 'More',
    title: 'With points',
    sentence:
      'No money at all: points of a loyalty programme are held for the seller, who takes them when the photo is yours.',
    behind:
      'The way to pay is no part of the kit’s packages: it is written as anybody could write one. The programme is the demo’s own.',
    Body: ByPoints,
  },
  {
    id: 'free',
    group: 'Wallets',
    title: 'Prove it for free',
    sentence:
      'This costs nothing, but the seller wants to know who asks. Your wallet signs for you, and no money moves.',
    Body: FreeProof,
  },
  {
    id: 'sponsored',
    group: 'Wallets',
    title: 'Seller pays the fee',
    sentence:
      'Sending money costs a small network fee. Here the seller pays it: you pay the price and nothing else.',
    Body: SellerPaysFee,
  },
  {
    id: 'split',
    group: 'Wallets',
    title: 'Split payment',
    sentence:
      'You pay once, and the money goes to three people in the same moment. Nobody waits for a share.',
    Body: SplitPayment,
  },
  {
    id: 'subscription',
    group: 'Wallets',
    title: 'Subscribe',
    sentence:
      'One yes, and the seller collects the same amount every thirty days, and no more. You cancel it yourself, in your wallet.',
    Body: Subscription,
  },
  {
    id: 'evm',
    group: 'Wallets',
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
    group: 'Wallets',
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
    group: 'Wallets',
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
    group: 'Pay as you go',
    title: 'Pay by the word',
    sentence:
      'You put a little money aside with one yes, and each word of an answer takes its part. The rest comes back.',
    Body: Chat,
  },
  {
    id: 'evm-session',
    group: 'Pay as you go',
    title: 'Pay by the word, with a dollar token',
    sentence:
      'An ordinary dollar token, as there are on many networks. You sign for a deposit, the seller pays the network’s fee, and each word takes its part. The rest comes back.',
    behind:
      'The seller is this project’s own, after the published draft, since there is no other yet. The token, its network and the contract that holds your deposit are this machine’s.',
    local: true,
    Body: ChatByToken,
  },
  {
    id: 'solana-session',
    group: 'Pay as you go',
    title: 'Pay by the word, on Solana',
    sentence:
      'Another kind of network, and the same chat. One yes puts $0.50 aside, each word takes its part, and the rest comes back.',
    behind:
      'The seller is pay-kit, the Solana Foundation’s own. The network runs in this machine’s memory: it checks signatures and takes fees as the real one does, but the program that holds your deposit is a stand-in, since the real one cannot be had. Every question after the first costs a millionth of a dollar besides its words, the least that this seller takes.',
    local: true,
    Body: ChatBySolana,
  },
  {
    id: 'metered',
    group: 'Pay as you go',
    title: 'Pay by the request',
    sentence:
      'Fifty requests at once, each paid for by itself, and no question in between. Each takes one round trip.',
    Body: Metered,
  },
  {
    id: 'channels',
    group: 'Pay as you go',
    title: 'Your sessions',
    sentence:
      'Money that you put aside, for every site, and how to get it back: from the seller at once, or without them.',
    Body: Sessions,
  },
]
