import type { WalletTexts } from '../walletTexts.js'

export const wallets: WalletTexts = {
  connect: 'Connecter un portefeuille',
  connectTo: (name) => `Connecter ${name}`,
  switchNetwork: 'Changer de réseau',
  fund: 'Ajouter de l’argent',
  approve: 'Autoriser ce paiement',
  another: 'Autre portefeuille',
  waiting: 'Voyez votre portefeuille…',
  none: 'Aucun portefeuille n’a été trouvé dans ce navigateur.',
  byHand: 'Changez de réseau dans votre portefeuille.',
  refused: 'Vous avez refusé dans votre portefeuille. Rien n’a été payé.',
  blocked:
    'Le navigateur a bloqué la fenêtre de votre portefeuille. Rien n’a été payé. Autorisez-la et appuyez de nouveau.',
  failed: 'Cela n’a pas marché. Rien n’a été payé. Réessayez.',
}
