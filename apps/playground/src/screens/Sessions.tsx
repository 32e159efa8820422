import { ChannelList } from '@payerkit/react/session'
import { ChainClock } from '../sessions/ChainClock.js'
import { Rescue } from '../sessions/Rescue.js'
import { useServices } from '../shop/ServicesContext.js'
import { WalletSection } from '../wallet/WalletSection.js'

export function Sessions() {
  const { config, kept } = useServices()
  return (
    <div className="sheet">
      <div className="kept">
        <ChannelList />
        {!kept && (
          <p className="hint">This browser keeps nothing for this page: the list is empty when it is left.</p>
        )}
      </div>
      <Rescue />
      {config.network === 'local' && <ChainClock />}
      <WalletSection />
    </div>
  )
}
