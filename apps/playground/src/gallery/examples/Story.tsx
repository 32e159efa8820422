import { Paywall, type PaywallProps } from '@payerkit/react/paywall'
import '@payerkit/react/checkout.css'
import '@payerkit/react/paywall.css'

type Props = Pick<PaywallProps<string>, 'ui' | 'read'>

/** `read` is `(response) => response.text()`. */
export function Story({ ui, read }: Props) {
  return (
    <Paywall
      input="https://photos.example/story"
      ui={ui}
      read={read}
      teaser={
        <p>
          Twice a day the sea comes up to the town, and twice a day it
          goes.
        </p>
      }
    >
      {(rest) => <p>{rest}</p>}
    </Paywall>
  )
}
