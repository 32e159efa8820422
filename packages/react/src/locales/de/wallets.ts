import type { WalletTexts } from '../walletTexts.js'

export const wallets: WalletTexts = {
  connect: 'Wallet verbinden',
  connectTo: (name) => `${name} verbinden`,
  switchNetwork: 'Netzwerk wechseln',
  fund: 'Geld aufladen',
  approve: 'Diese Zahlung erlauben',
  another: 'Andere Wallet nehmen',
  waiting: 'Sehen Sie in Ihre Wallet …',
  none: 'In diesem Browser wurde keine Wallet gefunden.',
  byHand: 'Wechseln Sie in Ihrer Wallet das Netzwerk.',
  refused: 'Sie haben in Ihrer Wallet abgelehnt. Es wurde nichts bezahlt.',
  blocked:
    'Der Browser hat das Fenster Ihrer Wallet blockiert. Es wurde nichts bezahlt. Erlauben Sie es und drücken Sie noch einmal.',
  failed: 'Das hat nicht geklappt. Es wurde nichts bezahlt. Versuchen Sie es noch einmal.',
}
