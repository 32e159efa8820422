// A test double of Stripe.js. The Payment Element: real inputs in the page instead of Stripe's frame.
;((double) => {
  const style = `
.StripeDouble { display: grid; gap: var(--double-gap); grid-template-columns: 1fr 1fr; font: var(--double-size)/1.4 var(--double-font); color: var(--double-text); }
.StripeDouble-field { display: grid; gap: 4px; align-content: start; }
.StripeDouble-field[data-name=number], .StripeDouble-note, .StripeDouble-saved, .StripeDouble-choice { grid-column: 1 / -1; }
.StripeDouble-saved { display: grid; margin: 0; padding: 0; border: 0; min-width: 0; }
.StripeDouble-saved legend { padding: 0; font-size: .93em; }
.StripeDouble-choice { display: flex; align-items: center; gap: 10px; min-height: 44px; cursor: pointer; }
.StripeDouble-choice input { width: 18px; height: 18px; margin: 0; accent-color: var(--double-primary); }
.StripeDouble [hidden] { display: none; }
.StripeDouble-field label { font-size: .93em; }
.StripeDouble-field input { box-sizing: border-box; width: 100%; min-height: 44px; padding: 8px 12px; font: inherit; color: inherit; background: var(--double-background); border: 1px solid color-mix(in srgb, var(--double-text) 30%, transparent); border-radius: var(--double-radius); }
.StripeDouble-field input:focus { outline: 2px solid var(--double-primary); outline-offset: 1px; }
.StripeDouble-field input[aria-invalid=true] { border-color: var(--double-danger); }
.StripeDouble-error { margin: 0; font-size: .93em; color: var(--double-danger); }
.StripeDouble-note { margin: 0; font-size: .86em; opacity: .8; }`

  const defaults = {
    colorPrimary: '#0570de',
    colorBackground: '#ffffff',
    colorText: '#30313d',
    colorDanger: '#b3093c',
    fontFamily: 'system-ui, sans-serif',
    fontSizeBase: '16px',
    borderRadius: '5px',
    gridRowSpacing: '12px',
  }
  const properties = {
    colorPrimary: '--double-primary',
    colorBackground: '--double-background',
    colorText: '--double-text',
    colorDanger: '--double-danger',
    fontFamily: '--double-font',
    fontSizeBase: '--double-size',
    borderRadius: '--double-radius',
    gridRowSpacing: '--double-gap',
  }

  let count = 0
  let adopted = false

  function createField(field, prefix, changed) {
    const id = `${prefix}-${field.name}`
    const root = document.createElement('div')
    root.className = 'StripeDouble-field'
    root.dataset.name = field.name
    const label = Object.assign(document.createElement('label'), { htmlFor: id, textContent: field.label })
    const input = Object.assign(document.createElement('input'), {
      ...{ id, type: 'text', inputMode: 'numeric', name: `double-${field.name}` },
      ...{ placeholder: field.placeholder, autocomplete: field.autocomplete, required: true },
    })
    const error = Object.assign(document.createElement('p'), {
      id: `${id}-error`,
      className: 'StripeDouble-error',
    })
    error.hidden = true
    root.append(label, input, error)

    const show = (problem) => {
      error.textContent = problem?.[1] ?? ''
      error.hidden = !problem
      input.toggleAttribute('aria-invalid', Boolean(problem))
      if (problem) {
        input.setAttribute('aria-invalid', 'true')
        input.setAttribute('aria-describedby', error.id)
      } else input.removeAttribute('aria-describedby')
    }
    input.addEventListener('input', (event) => {
      // Reformatting a deletion would put the separator back under the cursor.
      if (!event.inputType?.startsWith('delete')) input.value = field.format(input.value)
      show(undefined)
      changed()
    })
    input.addEventListener('blur', () => show(input.value === '' ? undefined : field.problem(input.value)))
    return { root, input, problem: () => field.problem(input.value), show }
  }

  /** As a sheet of the document: a page under a strict policy allows no style element. */
  function adoptStyle() {
    if (adopted) return
    adopted = true
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    document.adoptedStyleSheets.push(sheet)
  }

  double.createPaymentElement = (group, onDestroy) => {
    const emitter = double.createEmitter()
    const root = document.createElement('div')
    root.className = 'StripeDouble'
    const prefix = `stripe-double-${++count}`
    const fields = double.fields.map((field) => createField(field, prefix, changed))
    const note = document.createElement('p')
    note.className = 'StripeDouble-note'
    note.textContent = 'Test double, no real card: use a test number such as 4242 4242 4242 4242.'
    adoptStyle()
    root.append(...fields.map((field) => field.root), note)
    let mounted = false
    let destroyed = false
    let saved

    function changed() {
      const chosen = saved?.chosen()
      for (const field of fields) field.root.hidden = chosen !== undefined
      const empty = !chosen && fields.every(({ input }) => input.value === '')
      const complete = chosen !== undefined || fields.every(({ problem }) => !problem())
      emitter.emit('change', {
        ...{ elementType: 'payment', collapsed: false, empty, complete },
        value: {
          type: 'card',
          ...(saved && !chosen && { savePaymentMethod: saved.saves() }),
          ...(chosen && { payment_method: chosen }),
        },
      })
    }

    /** The cards of the customer whose session this is; without one, or with one that has ended, there are none. */
    async function readSaved() {
      const secret = group.options.customerSessionClientSecret
      const { body } = secret ? await group.api.customerSession(secret) : {}
      if (!body || saved) return
      saved = double.createSavedCards(body, prefix, changed)
      root.prepend(saved.list)
      note.before(saved.saving)
    }

    function refresh() {
      const variables = { ...defaults, ...group.options.appearance?.variables }
      for (const [name, property] of Object.entries(properties))
        root.style.setProperty(property, variables[name])
    }

    const element = {
      mount(target) {
        if (destroyed)
          throw new double.IntegrationError(
            'This Element has already been destroyed. Please create a new one.',
          )
        refresh()
        double.resolveNode(target).replaceChildren(root)
        if (mounted) return
        mounted = true
        // Later, as from a frame: a page attaches its listeners right after mounting.
        setTimeout(async () => {
          if (!root.isConnected) return
          emitter.emit('loaderstart', { elementType: 'payment' })
          await readSaved()
          if (!root.isConnected) return
          emitter.emit('ready', { elementType: 'payment' })
          if (saved) changed()
        })
      },
      unmount() {
        root.remove()
        mounted = false
      },
      destroy() {
        root.remove()
        destroyed = true
        onDestroy()
      },
      update() {},
      focus: () => root.querySelector('input:not([hidden] *)').focus(),
      blur: () => document.activeElement?.blur(),
      clear() {
        for (const { input } of fields) input.value = ''
        changed()
      },
      collapse() {},
      on(event, listener) {
        emitter.on(event, listener)
        return element
      },
      off(event, listener) {
        emitter.off(event, listener)
        return element
      },
      once(event, listener) {
        const first = (payload) => {
          emitter.off(event, first)
          listener(payload)
        }
        return element.on(event, first)
      },
    }
    root.addEventListener('focusin', () => emitter.emit('focus', { elementType: 'payment' }))
    root.addEventListener('focusout', () => emitter.emit('blur', { elementType: 'payment' }))
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') emitter.emit('escape', { elementType: 'payment' })
    })

    return {
      element,
      refresh,
      isMounted: () => root.isConnected,
      /** The card chosen or typed in, or what is wrong with it: the first wrong field takes the focus. */
      read() {
        if (saved?.chosen()) return { card: { saved: saved.chosen().id } }
        const wrong = fields.filter(({ problem }) => problem())
        for (const field of fields) field.show(field.problem())
        if (wrong.length === 0) {
          const values = fields.map(({ input }, index) => [double.fields[index].name, input.value])
          return { card: double.cardParameters(Object.fromEntries(values)) }
        }
        wrong[0].input.focus()
        const [code, message] = wrong[0].problem()
        return { error: { type: 'validation_error', code, message } }
      },
    }
  }
})(window.__stripeDouble)
