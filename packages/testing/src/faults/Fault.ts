/**
 * Which exchange of a payment a fault strikes: the price (`unpaid`), the proof (`paid`), a proof that buys nothing
 * (`update`), a card token (`token`) or the chain (`chain`).
 */
export type Lane = 'unpaid' | 'paid' | 'update' | 'token' | 'chain'

/** What is wrong with an answer that arrives whole. */
export type Corruption =
  | 'status 500'
  | 'status 502'
  | 'broken JSON'
  | '402 again'
  | '402 expired'
  | 'challenge cut'
  | 'receipt missing'
  | 'receipt cut'
  | 'other receipt'

/** One fault, and at which point of an exchange it strikes. */
export type Fault =
  /** Before the request is forwarded. `late`: the sender loses the line, and the request arrives all the same. */
  | { readonly at: 'request'; readonly what: 'drop' | 'delay' | 'late' | 'reorder' }
  /** The server has it twice, one after the other. The sender gets one of the answers. */
  | { readonly at: 'request'; readonly what: 'duplicate'; readonly answer: 'first' | 'last' }
  /** After the server has answered, before anything of that goes back. */
  | { readonly at: 'answer'; readonly what: 'drop' | 'delay' | Corruption }
  /** After the headers went back. */
  | { readonly at: 'headers'; readonly what: 'drop' }
  /** After half of the body, or the first piece of a stream. */
  | { readonly at: 'body'; readonly what: 'cut' | 'delay' }

/** Every fault that can strike an exchange of a lane. */
export function faultsOf(lane: Lane): readonly Fault[] {
  const everywhere: readonly Fault[] = [
    { at: 'request', what: 'drop' },
    { at: 'request', what: 'delay' },
    { at: 'request', what: 'late' },
    { at: 'request', what: 'duplicate', answer: 'first' },
    { at: 'request', what: 'duplicate', answer: 'last' },
    { at: 'answer', what: 'drop' },
    { at: 'answer', what: 'delay' },
    { at: 'headers', what: 'drop' },
    { at: 'body', what: 'cut' },
    { at: 'body', what: 'delay' },
    { at: 'answer', what: 'status 500' },
    { at: 'answer', what: 'status 502' },
  ]
  const more: { readonly [lane in Lane]: readonly Fault[] } = {
    unpaid: [{ at: 'answer', what: 'challenge cut' }],
    paid: [
      { at: 'request', what: 'reorder' },
      { at: 'answer', what: '402 again' },
      { at: 'answer', what: '402 expired' },
      { at: 'answer', what: 'receipt missing' },
      { at: 'answer', what: 'receipt cut' },
      { at: 'answer', what: 'other receipt' },
    ],
    update: [{ at: 'answer', what: '402 again' }],
    token: [{ at: 'answer', what: 'broken JSON' }],
    chain: [{ at: 'answer', what: 'broken JSON' }],
  }
  return [...everywhere, ...more[lane]]
}

/** A fault in a few words, as tables show it. */
export function nameOf(fault: Fault): string {
  const more = fault.what === 'duplicate' ? `, ${fault.answer} answer` : ''
  return `${fault.at}: ${fault.what}${more}`
}
