import type { IncomingMessage } from 'node:http'

/**
 * The bytes of a request as they arrive, no faster than they are read. Node's own conversion of a request into a web
 * stream, which the HTTP adapter uses, counts chunks instead of bytes and so takes an upload of gigabytes into memory
 * when the disk is slower than the network.
 *
 * Reading may stop early; the connection stays open for the answer.
 */
export function requestBody(incoming: unknown, raw: () => Request): AsyncIterable<Uint8Array> {
  if (isIncomingMessage(incoming)) {
    return { [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array> }
  }
  return raw().body ?? nothing()
}

function isIncomingMessage(incoming: unknown): incoming is IncomingMessage {
  return typeof incoming === 'object' && incoming !== null && 'iterator' in incoming
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // A request without a body has no bytes.
}
