'use client'

import { type PointerEvent, type RefObject, type SyntheticEvent, useLayoutEffect, useRef } from 'react'

import { useArmed } from './useArmed.js'

/** What a sheet's `<dialog>` is given. */
export type Sheet = {
  readonly props: {
    ref: RefObject<HTMLDialogElement | null>
    onCancel(event: SyntheticEvent): void
    onClose(): void
    onClick(event: SyntheticEvent): void
    onPointerDown(event: PointerEvent): void
  }
}

/**
 * A native dialog that closes by Escape and by a click beside it. It is modal but for the time in which others ask: a
 * wallet or a bank may do so in this page, and a modal dialog would make their window dead.
 *
 * @param asked Changes with each question, which the person needs time to see.
 */
export function useSheet(modal: boolean, asked: number, close: () => void): Sheet {
  const ref = useRef<HTMLDialogElement>(null)
  const pressed = useRef<EventTarget>(null)

  useLayoutEffect(() => {
    const dialog = ref.current
    if (!dialog) return
    if (modal) {
      dialog.showModal()
      // Not the button that pays: a key held down since before would press it.
      dialog.querySelector<HTMLElement>('[data-part=title]')?.focus()
    } else dialog.setAttribute('open', '')
    // Closed while it is still in the page, it gives the focus back to where it was.
    return () => dialog.close()
  }, [modal])

  const armed = useArmed(asked, 0)
  return {
    props: {
      ref,
      onCancel(event) {
        event.preventDefault()
        close()
      },
      onClose() {
        // Some browsers close it on a second Escape unasked; this very hook opens it again at once.
        if (ref.current && !ref.current.open) close()
      },
      onClick({ target, currentTarget }) {
        if (armed && modal && target === currentTarget && pressed.current === target) close()
      },
      onPointerDown({ target }) {
        pressed.current = target
      },
    },
  }
}
