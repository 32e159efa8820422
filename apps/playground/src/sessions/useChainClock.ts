import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useServices } from '../shop/ServicesContext.js'

/** As long as a payer has to wait for the rest when the seller does not answer. */
const minutes = 15
/** Seconds that a block may be late or early. */
const tolerance = 60

/**
 * The development chain's clock, which can be moved ahead of everybody else's. It is set right as soon as nobody
 * waits for a later time, since all other payments are dated by the usual one.
 */
export function useChainClock({ isWaiting }: { isWaiting: boolean }) {
  const { config, payer } = useServices()
  const queries = useQueryClient()
  const { data: ahead = 0 } = useQuery({
    queryKey: ['chain-clock'],
    queryFn: () => secondsAhead(config.rpcUrl),
  })
  const { mutate, isPending, isError } = useMutation({
    async mutationFn(way: 'on' | 'back') {
      await (way === 'on' ? post('increase-time', { seconds: minutes * 60 + 1 }) : post('reset-time', {}))
      await queries.invalidateQueries({ queryKey: ['chain-clock'] })
      // What can be done with a session depends on the time.
      await payer.channels?.refresh()
    },
  })
  const isAhead = ahead > tolerance

  useEffect(() => {
    if (isAhead && !isWaiting) mutate('back')
  }, [isAhead, isWaiting, mutate])

  const latest = useRef(isAhead)
  latest.current = isAhead
  useEffect(() => {
    const leave = () => latest.current && mutate('back')
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [mutate])

  return { minutes, isAhead, isPending, isError, moveOn: () => mutate('on') }
}

async function secondsAhead(rpcUrl: string): Promise<number> {
  const body = { jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: ['latest', false] }
  const { result } = await (await send(rpcUrl, body)).json()
  return Number(result.timestamp) - Date.now() / 1000
}

async function post(action: string, body: object): Promise<void> {
  const response = await send(`/devnet/${action}`, body)
  if (!response.ok) throw new Error(`The server answered ${response.status} to ${action}.`)
}

function send(url: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  // Also when the page is left meanwhile.
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body), keepalive: true })
}
