import type { WalletTexts } from '../walletTexts.js'

export const wallets: WalletTexts = {
  connect: 'Conectar una billetera',
  connectTo: (name) => `Conectar ${name}`,
  switchNetwork: 'Cambiar de red',
  fund: 'Añadir dinero',
  approve: 'Permitir este pago',
  another: 'Usar otra billetera',
  waiting: 'Pendiente en la billetera…',
  none: 'No se encontró ninguna billetera en este navegador.',
  byHand: 'Hay que cambiar de red en la billetera.',
  refused: 'Se rechazó en la billetera. No se pagó nada.',
  blocked:
    'El navegador bloqueó la ventana de la billetera. No se pagó nada. Hay que permitirla y volver a pulsar.',
  failed: 'No funcionó. No se pagó nada. Se puede reintentar.',
}
