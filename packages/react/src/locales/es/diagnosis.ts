import type { DiagnosisTexts } from '../diagnosisTexts.js'

const money = 'No se pagó nada.'

export const diagnosis: DiagnosisTexts = {
  headersHidden: {
    what: 'El vendedor pide el pago de un modo que esta página no puede leer.',
    money,
    next: 'No depende de este navegador, y reintentar no ayuda. Lo pueden arreglar los responsables de esta página.',
  },
  popupBlocked: {
    what: 'El navegador bloqueó la ventana de la billetera.',
    money,
    next: 'Hay que permitir ventanas para esta página, a menudo con un icono en la barra de direcciones, y volver a pulsar.',
  },
  cardBlocked: {
    what: 'El formulario de la tarjeta no se cargó.',
    money,
    next: 'Puede que un bloqueador de contenido o una red estricta impida js.stripe.com. Se puede permitir, o pagar de otra forma.',
  },
  clock: (by, isFast) => ({
    what: by
      ? `El reloj de este dispositivo ${isFast ? 'adelanta' : 'atrasa'} ${by}.`
      : 'El reloj de este dispositivo parece estar mal.',
    money,
    next: 'Conviene activar la hora automática en los ajustes del dispositivo y reintentar.',
  }),
  sellerClock: {
    what: 'Las ofertas del vendedor terminan antes de llegar.',
    money,
    next: 'Se puede reintentar más tarde. Si sigue igual, conviene avisar al vendedor.',
  },
  insecurePage: {
    what: 'Esta página llegó por una conexión que otros pueden alterar.',
    money,
    next: 'Aquí no se puede pagar nada. Hay que abrir la página con https en la dirección.',
  },
  storageRefused: {
    what: 'Este navegador no deja que la página guarde nada.',
    money,
    next: 'Hay que salir de la ventana privada, o permitir los datos de este sitio, y reintentar.',
  },
  storageFull: {
    what: 'No queda espacio para lo que esta página debe guardar.',
    money,
    next: 'Hay que liberar espacio en el dispositivo y reintentar.',
  },
  otherNetwork: {
    what: 'La billetera está en otra red que este pago.',
    money,
    next: 'Hay que cambiar de red en la billetera y reintentar.',
  },
  noWallet: {
    what: 'No se encontró ninguna billetera en este navegador.',
    money,
    next: 'Se puede abrir esta página en el navegador de la billetera, añadir una a este o pagar de otra forma.',
  },
  secure: 'Abrir con https',
}
