import { useSwitchChain } from 'wagmi'
import { Message } from '../app/Message.js'
import { useServices } from '../shop/ServicesContext.js'

/** Offers to bring the wallet to the network where the shop is paid. Only a click does. */
export function NetworkSwitch() {
  const { chainId } = useServices().config
  const { mutate, isPending, isError } = useSwitchChain()
  return (
    <Message tone="unknown">
      <b>Your wallet is on another network.</b> {isError && 'It did not change. '}To pay here it has to be on
      ours; your wallet asks you first.
      <button type="button" className="quiet" aria-busy={isPending} onClick={() => mutate({ chainId })}>
        Switch network
      </button>
    </Message>
  )
}
