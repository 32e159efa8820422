import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

test('every entry exports these names and no others', async () => {
  const names: Record<string, string[]> = {}
  for (const entry of Object.keys(manifest.exports).filter((key) => !/\.(json|css)$/.test(key)))
    names[entry] = Object.keys(await import(manifest.name + entry.slice(1))).sort()
  expect(names).toMatchInlineSnapshot(`
    {
      ".": [
        "Notice",
        "PayButton",
        "PayerProvider",
        "PaymentDialog",
        "en",
        "formatMoney",
        "moneyParts",
        "shortId",
        "usePaidFetch",
        "usePaidQuery",
        "usePayer",
        "useQuote",
      ],
      "./attempts": [
        "AttemptBanner",
        "attemptTexts",
        "useAttempts",
      ],
      "./budget": [
        "BudgetMeter",
        "budgetTexts",
        "rememberIn",
        "useBudget",
      ],
      "./checkout": [
        "Checkout",
        "createPreflight",
        "useCapability",
        "useCheckout",
      ],
      "./diagnosis": [
        "Diagnosis",
        "checkEnvironment",
        "diagnose",
        "diagnosed",
        "diagnosisTexts",
        "useDiagnosis",
      ],
      "./express": [
        "ExpressPay",
        "expressTexts",
      ],
      "./locales/de": [
        "de",
      ],
      "./locales/en": [
        "en",
      ],
      "./locales/es": [
        "es",
      ],
      "./locales/fr": [
        "fr",
      ],
      "./locales/ja": [
        "ja",
      ],
      "./locales/zh": [
        "zh",
      ],
      "./paywall": [
        "Paywall",
        "paywallTexts",
      ],
      "./receipts": [
        "ReceiptList",
        "receiptLink",
        "receiptTexts",
        "toCsv",
        "toJson",
        "useReceipts",
      ],
      "./session": [
        "ChannelList",
        "SessionMeter",
        "SessionNotice",
        "sessionTexts",
        "useChannels",
        "usePaidStream",
        "useSession",
      ],
      "./stripe": [
        "CardCheckout",
        "CardOffer",
        "cardOffers",
        "cardTexts",
      ],
      "./subscription": [
        "SubscribeButton",
        "SubscriptionList",
        "subscriptionAmounts",
        "subscriptionTexts",
        "useSubscription",
        "useSubscriptions",
      ],
      "./wagmi": [
        "WalletRemedy",
        "useWagmiClient",
        "useWagmiRequote",
        "wagmiClient",
        "walletTexts",
      ],
    }
  `)
})
