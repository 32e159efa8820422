import '../styles/checkout.css'
import type { Capability } from '@payerkit/core'
import { gate, openShop } from '@payerkit/testing/screens'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { sepolia } from 'viem/chains'
import { describe, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { WagmiProvider } from 'wagmi'
import { connect, getConnection } from 'wagmi/actions'
import { Checkout } from '../components/Checkout.js'
import type { Lack } from '../components/OfferSlot.js'
import { de } from '../locales/de/index.js'
import { en } from '../locales/en/index.js'
import { es } from '../locales/es/index.js'
import { fr } from '../locales/fr/index.js'
import { ja } from '../locales/ja/index.js'
import type { Locale } from '../locales/Locale.js'
import { expectWell } from '../locales/testing/expectWell.js'
import { zh } from '../locales/zh/index.js'
import { mountDialog, pay, photo, until } from '../testing/mountDialog.js'
import { expectAccessible, part } from '../testing/mountSession.js'
import { openWallets } from './testing/fakeWallet.js'
import { useWagmiRequote, WalletRemedy, type WalletRemedyProps } from './wagmi.js'

type Help = Partial<Pick<WalletRemedyProps, 'connect' | 'fund' | 'approve'>>

const button = (name: string) => page.getByRole('button', { name })
const refusal = Object.assign(new Error('User rejected the request.'), { code: 4001 })
const asking = /^(eth_requestAccounts|wallet_)/

/** A checkout on Sepolia, where `lacks` is asked of the wallets as they are. */
async function mount(
  lacks: (wallets: ReturnType<typeof openWallets>) => Lack['reason'] | undefined,
  {
    help = {},
    names = ['One'],
    locale = en,
    pays = false,
    offers = 1,
  }: { help?: Help; names?: readonly string[]; locale?: Locale; pays?: boolean; offers?: number } = {},
) {
  const offer = (network: string) => ({ request: { network, methodDetails: { chainId: sepolia.id } } })
  const shop = openShop({ offers: ['One', 'Other'].slice(0, offers).map(offer) })
  const wallets = openWallets(...names)
  const capable = async (): Promise<Capability> => {
    const reason = lacks(wallets)
    return reason ? { able: false, reason, message: `It lacks ${reason}.` } : { able: true }
  }
  shop.payer = { ...shop.payer, capable }
  await page.viewport(320, 640)
  const screen = await mountDialog(
    shop,
    { locale },
    <WagmiProvider config={wallets.config} reconnectOnMount={false}>
      <QueryClientProvider client={new QueryClient()}>
        <Watch />
        <Checkout
          input={photo}
          remedy={(lack, offer, pay) => (
            <WalletRemedy lack={lack} offer={offer} {...help} {...(pays && { pay })} />
          )}
        />
      </QueryClientProvider>
    </WagmiProvider>,
  )
  const asked = () => wallets.wallets.flatMap((each) => each.asked.filter((method) => asking.test(method)))
  return { shop, screen, ...wallets, asked }
}

function Watch() {
  useWagmiRequote()
  return null
}

const isConnected = ({ config }: ReturnType<typeof openWallets>) =>
  getConnection(config).status === 'connected'

test('connects the wallet that is chosen, and no other; the price is asked anew, Pay is lit, and nothing is paid', async () => {
  const { shop, wallets, asked } = await mount((all) => (isConnected(all) ? undefined : 'disconnected'), {
    names: ['One', 'Two'],
  })
  await expect.element(button('Connect One')).toBeVisible()
  await expect.element(pay).toBeDisabled()
  await expectAccessible()
  expect([asked(), shop.seen.length]).toEqual([[], 1])
  const sizes = [...document.querySelectorAll('[data-part=remedy] button')].map((each) =>
    each.getBoundingClientRect(),
  )
  expect(sizes.every(({ height, right }) => height >= 44 && right <= 320)).toBe(true)
  await button('Connect Two').click()
  await until(() => expect(part('remedy')).toBeNull())
  expect(wallets.map((each) => each.asked.length > 0)).toEqual([false, true])
  await expect.element(pay).toBeEnabled()
  expect(shop.seen.length).toBe(2)
  // Not on Pay, which a key held down would press.
  expect(document.activeElement).toBe(part('title'))
  expect([shop.sent(), shop.signed()]).toEqual([0, 0])
  await pay.click()
  await until(() => expect(part('checkout')?.dataset.state).toBe('paid'))
})

test('a no in the wallet and a window that was blocked are told, and the press can be made again', async () => {
  const { config, wallets } = await mount((all) => (isConnected(all) ? undefined : 'disconnected'))
  const [wallet] = wallets
  for (const [no, words] of [
    [refusal, 'You said no in your wallet. Nothing was paid.'],
    [new Error('Popup window was blocked'), 'The browser blocked the window of your wallet.'],
    [Object.assign(new Error(), { name: 'ProviderNotFoundError' }), 'No wallet was found in this browser.'],
    [new Error('Oh no.'), 'That did not work. Nothing was paid.'],
  ] as const) {
    wallet.no = no
    await button('Connect a wallet').click()
    await expect.element(page.getByRole('alert')).toHaveTextContent(words)
  }
  await expectAccessible()
  wallet.no = undefined
  await button('Connect a wallet').click()
  await until(() => expect(getConnection(config).status).toBe('connected'))
})

test('switches to the network of the offer, adding it where the wallet does not know it, at the press alone', async () => {
  const { config, wallets, asked } = await mount(({ wallets: [{ chainId }] }) =>
    chainId === sepolia.id ? undefined : 'chain',
  )
  const [wallet] = wallets
  const [connector] = config.connectors
  if (!connector) throw new Error('There is no connector.')
  await connect(config, { connector })
  await expect.element(button('Switch network')).toBeVisible()
  expect(asked().filter((method) => /Chain$/.test(method))).toEqual([])
  wallet.no = refusal
  await button('Switch network').click()
  await expect.element(page.getByRole('alert')).toHaveTextContent('You said no')
  wallet.no = undefined
  await button('Switch network').click()
  await until(() => expect(part('remedy')).toBeNull())
  expect(wallet.chainId).toBe(sepolia.id)
  expect(asked()).toContain('wallet_addEthereumChain')
  await expect.element(pay).toBeEnabled()
})

test('brings money by the page’s own means, and goes on when it is there', async () => {
  let money = 0
  const fund = vi.fn(async () => {
    money = 1
  })
  const { config, shop } = await mount(() => (money ? undefined : 'balance'), { help: { fund } })
  // Nobody to bring it to yet.
  await expect.element(page.getByText('It lacks balance.')).toBeVisible()
  expect(document.querySelector('[data-part=remedy] button')).toBeNull()
  const [connector] = config.connectors
  if (!connector) throw new Error('There is no connector.')
  const { accounts } = await connect(config, { connector })
  await button('Add money').click()
  await expect.element(pay).toBeEnabled()
  expect(fund.mock.calls.map(([lack, , address]: unknown[]) => [Object(lack).reason, address])).toEqual([
    ['balance', accounts[0]],
  ])
  expect(shop.signed()).toBe(0)
})

describe('a press that says that it pays', () => {
  const press = button('Add money · Pay $0.01')

  /** A wallet without money, which comes when the test says so; what else is missing then. */
  async function poor(left?: Lack['reason'], offers = 1) {
    let lack: Lack['reason'] | undefined = 'balance'
    let looks = 0
    const money = gate()
    const fund = vi.fn(() => money.promise)
    const look = () => {
      looks++
      return lack
    }
    const all = await mount(look, { help: { fund }, pays: true, offers })
    const [connector] = all.config.connectors
    if (!connector) throw new Error('There is no connector.')
    await connect(all.config, { connector })
    await press.click()
    await until(() => expect(fund).toHaveBeenCalledTimes(1))
    return {
      ...all,
      /** The money comes, and the wallet is looked at again. */
      async come() {
        lack = left
        const before = looks
        money.open()
        await until(() => expect(looks).toBeGreaterThan(before))
      },
    }
  }

  test('goes on to that when nothing else is missing, once', async () => {
    const { shop, come } = await poor()
    expect([shop.sent(), shop.signed()]).toEqual([0, 0])
    await come()
    await until(() => expect(part('checkout')?.dataset.state).toBe('paid'))
    expect([shop.sent(), shop.signed()]).toEqual([1, 1])
  })

  test('pays nothing where something else is missing', async () => {
    const { shop, come } = await poor('allowance')
    await come()
    await expect.element(page.getByText('It lacks allowance.')).toBeVisible()
    expect(shop.signed()).toBe(0)
  })

  test('pays nothing when another way was chosen meanwhile', async () => {
    const { shop, come } = await poor(undefined, 2)
    await page.getByRole('radio', { name: /Other/ }).click()
    await come()
    await expect.element(pay).toBeEnabled()
    expect([part('checkout')?.dataset.state, shop.signed()]).toEqual(['asking', 0])
  })

  test('pays nothing when the sheet is gone', async () => {
    const { shop, screen, come } = await poor()
    await screen.unmount()
    await come()
    expect(shop.signed()).toBe(0)
  })
})

test.each([
  ['balance', { fund: 'https://bridge.example/' }, 'link', 'Add money'],
  ['allowance', { approve: () => {} }, 'button', 'Allow this payment'],
  ['disconnected', { connect: () => {} }, 'button', 'Connect a wallet'],
] as const)('%s: helped by %j', async (reason, help, role, name) => {
  await mount(() => reason, { help, names: ['One', 'Two'] })
  await expect.element(page.getByRole(role, { name })).toBeVisible()
  await expectAccessible()
})

test.each([en, de, es, fr, ja, zh])('$tag, 320 pixels: each help, and what came of it', async (locale) => {
  document.documentElement.lang = 'en'
  const { wallets } = await mount(() => 'disconnected', {
    names: ['One', 'A Wallet With A Long Name'],
    locale,
  })
  for (const wallet of wallets) wallet.no = refusal
  await button(locale.wallets.connectTo('One')).click()
  await expect.element(page.getByRole('alert')).toHaveTextContent(locale.wallets.refused)
  await expectWell(locale.tag)
})
