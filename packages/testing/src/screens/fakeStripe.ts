import type { Stripe, StripeError } from '@stripe/stripe-js'

type Listener = (event?: unknown) => void
type Refusal = Partial<StripeError>

/** Stripe.js with one text field in place of its frame, and everything counted. */
export function createFakeStripe() {
  const calls = {
    elements: [] as Record<string, unknown>[],
    updates: [] as Record<string, unknown>[],
    submits: 0,
    methods: 0,
    actions: [] as string[],
    mounts: 0,
    destroys: 0,
  }
  const script = {
    /** What `elements.submit()` finds wrong. */
    invalid: undefined as Refusal | undefined,
    refused: undefined as Refusal | undefined,
    /** What 3-D Secure says. */
    action: async (): Promise<{ error?: Refusal }> => ({}),
    /** Held back until the test lets go. */
    submitting: Promise.resolve() as Promise<unknown>,
    ready: true,
  }

  function createElement() {
    const listeners = new Map<string, Set<Listener>>()
    const input = document.createElement('input')
    input.setAttribute('aria-label', 'Card number')
    input.placeholder = '1234 1234 1234 1234'
    const emit = (name: string, event?: unknown) => {
      for (const listener of listeners.get(name) ?? []) listener(event)
    }
    return {
      mount(node: HTMLElement) {
        calls.mounts++
        node.append(input)
        setTimeout(() =>
          script.ready ? emit('ready') : emit('loaderror', { error: { message: 'blocked' } }),
        )
      },
      on: (name: string, listener: Listener) =>
        void listeners.set(name, (listeners.get(name) ?? new Set()).add(listener)),
      off: (name: string, listener: Listener) => void listeners.get(name)?.delete(listener),
      update() {},
      focus: () => input.focus(),
      destroy() {
        calls.destroys++
        input.remove()
      },
    }
  }

  const stripe = {
    elements(options: Record<string, unknown>) {
      calls.elements.push(options)
      let element: ReturnType<typeof createElement> | undefined
      return {
        create: () => {
          element = createElement()
          return element
        },
        getElement: () => element ?? null,
        update: (news: Record<string, unknown>) => void calls.updates.push(news),
        async submit() {
          calls.submits++
          await script.submitting
          return script.invalid ? { error: script.invalid } : { selectedPaymentMethod: 'card' }
        },
      }
    },
    async createPaymentMethod() {
      calls.methods++
      if (script.refused) return { error: script.refused }
      return { paymentMethod: { id: `pm_${calls.methods}`, type: 'card' } }
    },
    handleNextAction(by: { hashedValue?: string; clientSecret?: string }) {
      calls.actions.push(by.hashedValue ?? by.clientSecret ?? '')
      return script.action()
    },
    createToken() {},
    confirmCardPayment() {},
  }
  return { stripe: asStripe(stripe), parts: stripe, calls, script }
}

/** What a form uses of Stripe.js, passed for all of it: the one place where the types are told so. */
export function asStripe(parts: object): Stripe {
  return parts as Stripe
}

export type FakeStripe = ReturnType<typeof createFakeStripe>
