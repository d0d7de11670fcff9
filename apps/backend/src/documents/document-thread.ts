import { parentPort } from 'node:worker_threads'
import { type DecodedDocument, readDecoded } from './read-document.ts'

/** Runs in a thread of its own: reads what readDocumentAside sends, one document after the other. */
parentPort?.on('message', (decoded: DecodedDocument) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(readDecoded(decoded))
})
