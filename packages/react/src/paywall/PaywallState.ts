/**
 * Where a paywall stands.
 *
 * - `loading`: the price is looked up.
 * - `locked`: the price is known, and a press asks in the dialog.
 * - `asking`: the person is asked, in the dialog or in the page.
 * - `working`: it is being paid.
 * - `unknown`: it may be paid; nothing is sold again until that is known.
 * - `unread`: it is paid and here, and could not be read.
 * - `failed`: the price could not be had.
 * - `unlocked`: it is paid and shown.
 * - `free`: it costs nothing, and is shown.
 */
export type PaywallState =
  | 'loading'
  | 'locked'
  | 'asking'
  | 'working'
  | 'unknown'
  | 'unread'
  | 'failed'
  | 'unlocked'
  | 'free'
