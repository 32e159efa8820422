import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { speak } from './chatText.js'
import type { Payments } from './payments.js'
import { chatOffer, readChat } from './sessions.js'

const path = '/api/chat/ws'
const longestMessage = 64 * 1024

/** Serves the chat over WebSockets of a server; gives what ends them all. */
export function mountChatSocket(server: Server, payments: Payments): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage })
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`)
    const chat = url.pathname === path ? readOrRefuse(url, connection) : refuse(connection, '404 Not Found')
    if (chat) sockets.handleUpgrade(request, connection, head, (socket) => serve(socket, url, chat))
  })
  return () => {
    sockets.close()
    for (const socket of sockets.clients) socket.terminate()
  }

  async function serve(socket: WebSocket, url: URL, chat: ReturnType<typeof readChat>) {
    // ws wants somebody to hear of errors; what follows one is the end of the socket, which mppx hears.
    socket.on('error', () => {})
    await payments.tempo.session.serveWebSocket({
      socket,
      // Without the query, which mppx would take for a purchase by POST.
      url: url.origin + url.pathname,
      route: chatOffer(payments, path),
      generate: speak(chat),
    })
  }
}

function readOrRefuse(url: URL, connection: Duplex) {
  try {
    return readChat(url)
  } catch {
    return refuse(connection, '400 Bad Request')
  }
}

function refuse(connection: Duplex, status: string): undefined {
  connection.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
