import type { StripeExpressCheckoutElementOptions, StripePaymentElementOptions } from '@stripe/stripe-js'
import { asStripe, createFakeStripe } from './fakeStripe.js'

type Listener = (event?: unknown) => void
type Made = { type: string; options: StripePaymentElementOptions & StripeExpressCheckoutElementOptions }

/** The fake Stripe.js, with every element and what it is made and changed with, and a wallet of the browser. */
export function createElementsStripe() {
  const fake = createFakeStripe()
  const made: Made[] = []
  const changed: Made[] = []
  const methods: { group: object; params?: object }[] = []
  const groups: { options: Record<string, unknown>; submits: number }[] = []
  const wallet = {
    available: { googlePay: true } as Record<string, boolean> | undefined,
    opened: 0,
    refused: 0,
    failed: [] as unknown[],
    emit: (_name: string, _event?: unknown) => {},
  }
  /** Says what is chosen in the fields. */
  let choose: (value: object) => void = () => {}

  function createExpress() {
    const { listeners, on, off, emit } = emitter()
    const button = Object.assign(document.createElement('button'), {
      type: 'button',
      textContent: 'Test wallet',
    })
    button.addEventListener('click', () =>
      emit('click', { resolve: () => wallet.opened++, reject: () => wallet.refused++ }),
    )
    wallet.emit = emit
    return {
      mount(node: HTMLElement) {
        node.append(button)
        setTimeout(() => listeners.size > 0 && emit('ready', { availablePaymentMethods: wallet.available }))
      },
      ...{ on, off, destroy: () => button.remove() },
    }
  }

  const stripe = {
    ...fake.parts,
    elements(options: Record<string, unknown>) {
      const inner = fake.parts.elements(options)
      const group = { options, submits: 0 }
      groups.push(group)
      const note = (list: Made[], type: string, given: Made['options']) => list.push({ type, options: given })
      return {
        ...inner,
        create(type: string, given: Made['options']) {
          note(made, type, given)
          const { on, off, emit } = emitter()
          if (type === 'payment') choose = (value) => emit('change', { value })
          const element = type === 'payment' ? inner.create() : createExpress()
          return {
            ...element,
            on: (name: string, listener: Listener) => (name === 'change' ? on : element.on)(name, listener),
            off: (name: string, listener: Listener) =>
              (name === 'change' ? off : element.off)(name, listener),
            update: (news: Made['options']) => note(changed, type, news),
          }
        },
        submit() {
          group.submits++
          return inner.submit()
        },
        group,
      }
    },
    createPaymentMethod({ elements, params }: { elements: { group: object }; params?: object }) {
      methods.push({ group: elements.group, ...(params && { params }) })
      return fake.parts.createPaymentMethod()
    },
  }
  return {
    ...fake,
    stripe: asStripe(stripe),
    ...{ made, changed, methods, groups, wallet },
    choose: (value: object) => choose(value),
  }
}

/** A purchase with the wallet: its window opens, and the person says yes in it. */
export function confirmIn(wallet: ReturnType<typeof createElementsStripe>['wallet']) {
  wallet.emit('confirm', { paymentFailed: (why: unknown) => void wallet.failed.push(why) })
}

function emitter() {
  const listeners = new Map<string, Set<Listener>>()
  return {
    listeners,
    on: (name: string, listener: Listener) =>
      void listeners.set(name, (listeners.get(name) ?? new Set()).add(listener)),
    off: (name: string, listener: Listener) => void listeners.get(name)?.delete(listener),
    emit(name: string, event?: unknown) {
      for (const listener of listeners.get(name) ?? []) listener(event)
    },
  }
}
