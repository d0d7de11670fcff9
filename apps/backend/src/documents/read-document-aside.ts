import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { packageFolder } from '../kernel/package-folder.ts'
import type { MarkableMediaType } from './media-type.ts'
import {
  type DecodedDocument,
  decodeDocument,
  readDecoded,
  type ReadDocumentInput,
  type ReadDocumentResult,
} from './read-document.ts'

/** Up to this many characters a document is read on the spot: below a tenth of a second, hostile ones a few. */
const ON_THE_SPOT: Record<MarkableMediaType, number> = {
  'text/plain': 2_000_000,
  'text/html': 64_000,
  'text/markdown': 16_000,
}
const TIME_LIMIT_MS = 60_000
const IDLE_MS = 30_000
const MEMORY_LIMIT_MB = 1536

export interface ReadAsideOptions {
  /** A document that takes longer is given up as too complex. Default one minute. */
  timeLimitMs?: number
}

/**
 * As readDocument, without keeping the server from answering others: large documents are read one at a time in a thread,
 * which starts when it is needed and ends when it is idle. What takes too long or too much memory is unmarkable, `too-complex`.
 * @throws as readDocument
 */
export async function readDocumentAside(
  input: ReadDocumentInput,
  { timeLimitMs = TIME_LIMIT_MS }: ReadAsideOptions = {},
): Promise<ReadDocumentResult> {
  const decoded = decodeDocument(input)
  if ('markable' in decoded) return decoded
  if (decoded.source.length <= ON_THE_SPOT[decoded.mediaType]) return readDecoded(decoded)
  const reading = queue.then(() => readInThread(decoded, timeLimitMs))
  queue = reading.catch(() => undefined)
  return await reading
}

// Threads belong to the process; a second queue would only make both slower.
let queue: Promise<unknown> = Promise.resolve()
let idleThread: { worker: Worker; release: () => void } | undefined

async function readInThread(decoded: DecodedDocument, timeLimitMs: number): Promise<ReadDocumentResult> {
  const worker = takeThread()
  const outcome = await outcomeOf(worker, decoded, timeLimitMs)
  if (outcome instanceof Error) {
    await worker.terminate()
    if (isTooMuch(outcome)) return tooComplex(outcome)
    throw outcome
  }
  putBack(worker)
  return outcome
}

function outcomeOf(worker: Worker, decoded: DecodedDocument, timeLimitMs: number): Promise<ReadDocumentResult | Error> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(new TimeLimitError(timeLimitMs)), timeLimitMs)
    const onExit = (): void => settle(new Error('The thread that reads documents ended unexpectedly.'))
    const settle = (outcome: ReadDocumentResult | Error): void => {
      clearTimeout(timer)
      // One by one: removeAllListeners would also remove those that Node needs to deliver messages.
      worker.off('message', settle).off('error', settle).off('exit', onExit)
      resolve(outcome)
    }
    worker.once('message', settle).once('error', settle).once('exit', onExit)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(decoded)
  })
}

class TimeLimitError extends Error {
  constructor(milliseconds: number) {
    super(`not read within ${milliseconds / 1000} seconds`)
  }
}

function isTooMuch(error: Error): boolean {
  return error instanceof TimeLimitError || ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
}

function tooComplex(error: Error): ReadDocumentResult {
  const why = error instanceof TimeLimitError ? error.message : 'it needs too much memory'
  const detail = `It is stored and can be downloaded, but it is too complex to mark (${why}).`
  return { markable: false, reason: 'too-complex', detail }
}

function takeThread(): Worker {
  if (idleThread) {
    const { worker, release } = idleThread
    release()
    worker.ref()
    return worker
  }
  return startThread()
}

function startThread(): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: MEMORY_LIMIT_MB }
  if (!import.meta.url.endsWith('.ts')) {
    // The bundle cuts this module into whatever chunk it likes; the thread is a file of its own.
    return new Worker(join(packageFolder(), 'dist', 'documents', 'document-thread.js'), { resourceLimits })
  }
  // Tests run the sources, and Node 20 cannot start a thread from TypeScript.
  const source = JSON.stringify(new URL('./document-thread.ts', import.meta.url))
  const start = `import('tsx/esm/api').then(({ register }) => (register(), import(${source})))`
  return new Worker(start, { eval: true, resourceLimits })
}

function putBack(worker: Worker): void {
  const release = (): void => {
    idleThread = undefined
    clearTimeout(timer)
    worker.off('error', end).off('exit', release)
  }
  const end = (): void => {
    release()
    void worker.terminate()
  }
  const timer = setTimeout(end, IDLE_MS).unref()
  worker.once('error', end).once('exit', release)
  worker.unref()
  idleThread = { worker, release }
}
