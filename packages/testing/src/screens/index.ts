export { address, createFakeShop, type FakeShop } from './cardShop.js'
export { confirmIn, createElementsStripe } from './elementsStripe.js'
export { attemptOf, createFakeAttempts, type FakeAttempts, payerOf } from './fakeAttempts.js'
export { openRail } from './fakeRail.js'
export {
  channelOf,
  chat,
  createFakeChannels,
  createFakeSession,
  type FakeChannels,
  type FakeSession,
  fakePayer,
  offerOf,
} from './fakeSession.js'
export { createFakeStripe, type FakeStripe } from './fakeStripe.js'
export { type LostShop, loseOne, lost, openLostShop } from './lostShop.js'
export { type NewsShop, openNewsShop } from './newsShop.js'
export { cardOf, hash, paidOf } from './paid.js'
export {
  brokenAnswer,
  declinedAnswer,
  expiredAnswer,
  gate,
  openShop,
  origin,
  paidAnswer,
  type Shop,
  type ShopOptions,
  sayYes,
} from './shop.js'
