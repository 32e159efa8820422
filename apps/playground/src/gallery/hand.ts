/** Somebody at a stage, who sees what comes and presses what can be pressed. */
export type Hand = {
  /** Waits for the first that fits. */
  see(selector: string): Promise<HTMLElement>
  /** Presses the first that fits, once it can be pressed. */
  press(selector: string): Promise<void>
  /** Writes into a field. */
  type(selector: string, text: string): Promise<void>
  /** Waits until nothing changes any more: a button is not lit before a person has had time to see it. */
  rest(): Promise<void>
}

const everything = { subtree: true, childList: true, attributes: true, characterData: true }
// Milliseconds: longer than a button of the kit stays dark after it has changed.
const calm = 600

/**
 * A hand at a stage. Once it is called off it does nothing more, and whatever waits for it waits for ever.
 *
 * @example
 * ```ts
 * const hand = createHand(stage, signal)
 * await hand.press('[data-part="button"]')
 * ```
 */
export function createHand(stage: HTMLElement, signal: AbortSignal): Hand {
  function find(selector: string, fits: (node: HTMLElement) => boolean): Promise<HTMLElement> {
    return new Promise((resolve) => {
      const look = () => {
        if (signal.aborted) return observer.disconnect()
        const found = [...stage.querySelectorAll<HTMLElement>(selector)].find(fits)
        if (!found) return
        observer.disconnect()
        resolve(found)
      }
      const observer = new MutationObserver(look)
      observer.observe(stage, everything)
      signal.addEventListener('abort', look, { once: true })
      // Not at once: StrictMode mounts everything twice, and the first time is called off.
      setTimeout(look)
    })
  }
  return {
    see: (selector) => find(selector, (node) => node.checkVisibility()),
    press: async (selector) => (await find(selector, isFree)).click(),
    async type(selector, text) {
      const field = await find(selector, isFree)
      // React looks at what its own setter was given, and would take this for nothing new.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text)
      field.dispatchEvent(new Event('input', { bubbles: true }))
    },
    rest: () =>
      new Promise((resolve) => {
        const end = () => {
          observer.disconnect()
          if (!signal.aborted) resolve()
        }
        let timer = setTimeout(end, calm)
        const observer = new MutationObserver(() => {
          clearTimeout(timer)
          timer = setTimeout(end, calm)
        })
        observer.observe(stage, everything)
      }),
  }
}

function isFree(node: HTMLElement): boolean {
  return node.checkVisibility() && !node.matches(':disabled, [aria-disabled="true"]')
}
