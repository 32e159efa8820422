import { attemptBanner } from './AttemptBanner.js'
import { budgetMeter } from './BudgetMeter.js'
import { cardCheckout } from './CardCheckout.js'
import { channelList } from './ChannelList.js'
import { checkout } from './Checkout.js'
import { diagnosis } from './Diagnosis.js'
import type { Exhibit } from './Exhibit.js'
import { expressPay } from './ExpressPay.js'
import { notice } from './Notice.js'
import { payButton } from './PayButton.js'
import { paymentDialog } from './PaymentDialog.js'
import { paywall } from './Paywall.js'
import { receiptList } from './ReceiptList.js'
import { sessionMeter } from './SessionMeter.js'
import { subscribeButton } from './SubscribeButton.js'
import { subscriptionList } from './SubscriptionList.js'

/** What the gallery shows. Another component is one module more, and a line here. */
export const exhibits: readonly Exhibit[] = [
  payButton,
  paymentDialog,
  checkout,
  cardCheckout,
  expressPay,
  paywall,
  sessionMeter,
  channelList,
  subscribeButton,
  subscriptionList,
  attemptBanner,
  receiptList,
  budgetMeter,
  notice,
  diagnosis,
]
