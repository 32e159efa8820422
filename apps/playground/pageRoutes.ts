import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import type { Settings } from './merchant/settings.js'

const self = "'self'"

/** The built page, under a policy that lets it load nothing but itself and whom it pays through. */
export function createPageRoutes(folder: string, settings: Settings): Hono {
  const isStripe = settings.stripe.mode !== 'double'
  const stripeFrames = isStripe ? ['https://js.stripe.com', 'https://*.js.stripe.com'] : []
  const routes = new Hono()
  routes.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: [self, ...stripeFrames],
        styleSrc: [self],
        imgSrc: [self, 'blob:', 'data:', ...(isStripe ? ['https://*.stripe.com'] : [])],
        connectSrc: [
          self,
          ...(settings.rpcUrl === undefined ? [] : [new URL(settings.rpcUrl).origin]),
          ...(isStripe ? ['https://api.stripe.com'] : []),
        ],
        frameSrc: ['https://*.tempo.xyz', ...stripeFrames, ...(isStripe ? ['https://hooks.stripe.com'] : [])],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // A wallet's window must be able to answer.
      crossOriginOpenerPolicy: 'same-origin-allow-popups',
      // It speaks plain http on loopback.
      strictTransportSecurity: false,
    }),
  )
  routes.use('*', serveStatic({ root: folder }))
  return routes
}
