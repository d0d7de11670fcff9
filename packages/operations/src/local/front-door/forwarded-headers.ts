import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http'

/** Headers about one connection, not about the message. @see RFC 9110, 7.6.1 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // Node has answered `100-continue` to the client already.
  'expect',
])

/**
 * The headers to send on. What the client claims about forwarding is dropped: this is the outermost door, so only what it
 * sees itself is true.
 */
export function forwardedHeaders(request: IncomingMessage, publicProtocol: string): OutgoingHttpHeaders {
  const headers = endToEndHeaders(request.headers)
  for (const name of Object.keys(headers)) {
    if (name === 'forwarded' || name.startsWith('x-forwarded-') || name === 'x-real-ip') delete headers[name]
  }
  headers['x-forwarded-for'] = clientAddress(request)
  headers['x-forwarded-host'] = request.headers.host
  headers['x-forwarded-proto'] = publicProtocol
  // A body of unknown length is sent on in chunks; one of known length keeps its length.
  if (request.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked'
  return headers
}

/** Also leaves out the headers that the message's own Connection header names. */
export function endToEndHeaders(received: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = new Set((received.connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
  return Object.fromEntries(Object.entries(received).filter(([name]) => !HOP_BY_HOP.has(name) && !named.has(name)))
}

function clientAddress(request: IncomingMessage): string {
  return (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
}
