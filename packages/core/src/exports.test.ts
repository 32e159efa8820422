import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

test('every entry exports these names and no others', async () => {
  const names: Record<string, string[]> = {}
  for (const entry of Object.keys(manifest.exports).filter((key) => !/\.(json|css)$/.test(key)))
    names[entry] = Object.keys(await import(manifest.name + entry.slice(1))).sort()
  expect(names).toMatchInlineSnapshot(`
    {
      ".": [
        "AmountError",
        "AuthorizationInUseError",
        "AuthorizeError",
        "BaseError",
        "CancelledError",
        "DeclinedError",
        "HeadersUnreadableError",
        "InsecureError",
        "MethodError",
        "NoOfferError",
        "NobodyToAskError",
        "NotFoundError",
        "RedirectError",
        "RedirectedError",
        "RefusedError",
        "StoreError",
        "UndeliveredError",
        "UnknownError",
        "createPayer",
        "formatUnits",
        "parseUnits",
        "polyfill",
        "restore",
      ],
      "./protocol": [
        "AcceptPayment",
        "Base64Url",
        "CanonicalJson",
        "Challenge",
        "Credential",
        "Digest",
        "JsonObject",
        "Problem",
        "Receipt",
        "Timestamp",
      ],
      "./stores": [
        "createMemoryStore",
      ],
      "./stripe": [
        "AuthenticationFailedError",
        "CancelledError",
        "CurrencyRefusedError",
        "DeclinedError",
        "InputMissingError",
        "InsecureEndpointError",
        "NetworkMismatchError",
        "PaymentMethodTypeError",
        "RequestInvalidError",
        "TokenDeactivatedError",
        "TokenFailedError",
        "TokenInvalidError",
        "TokenLiveError",
        "TokenRefusedError",
        "TokenUnreachableError",
        "TokenUsedError",
        "stripe",
        "tokenEndpoint",
      ],
      "./tempo": [
        "CancelledError",
        "ChainMismatchError",
        "DisconnectedError",
        "FailedError",
        "InvalidError",
        "RevertedError",
        "UnconfirmedError",
        "UnreachableError",
        "UnsupportedError",
        "WalletError",
        "tempo",
        "tokens",
      ],
    }
  `)
})
