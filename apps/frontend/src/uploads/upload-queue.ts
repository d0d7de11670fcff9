import type { Resource } from '@semiont/contract'

export interface UploadRequest {
  file: File
  /** Folder names and file name, joined with `/`. */
  path: string
  collectionId: string
}

export type UploadState =
  | { is: 'waiting' }
  | { is: 'sending'; fraction: number }
  | { is: 'done'; resource: Resource }
  | { is: 'failed'; error: unknown }

export interface Upload extends UploadRequest {
  id: number
  state: UploadState
}

/** Sends one file; `signal` stops it. */
export type Send = (
  request: UploadRequest,
  options: { signal: AbortSignal; onProgress: (fraction: number) => void },
) => Promise<Resource>

const AT_ONCE = 3

/**
 * Files on their way up, a few at a time, in the order in which they were given. It knows nothing of the page, so that
 * uploads go on while one reads elsewhere.
 */
export class UploadQueue {
  #uploads: readonly Upload[] = []
  #listeners = new Set<() => void>()
  #stops = new Map<number, AbortController>()
  #nextId = 1
  readonly #send: Send
  readonly #onDone: (resource: Resource) => void

  constructor(send: Send, onDone: (resource: Resource) => void = () => {}) {
    this.#send = send
    this.#onDone = onDone
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  snapshot = (): readonly Upload[] => this.#uploads

  add(requests: readonly UploadRequest[]): void {
    const added = requests.map((request) => ({ ...request, id: this.#nextId++, state: { is: 'waiting' as const } }))
    this.#change([...this.#uploads, ...added])
    this.#startNext()
  }

  retry(id: number): void {
    this.#setState(id, { is: 'waiting' })
    this.#startNext()
  }

  /** Stops it if it is on its way, and takes it off the list. */
  remove(id: number): void {
    this.#stops.get(id)?.abort()
    this.#change(this.#uploads.filter((upload) => upload.id !== id))
  }

  /** Takes what has arrived off the list; what failed stays until someone has seen it. */
  clearDone(): void {
    this.#change(this.#uploads.filter(({ state }) => state.is !== 'done'))
  }

  #startNext(): void {
    const sending = this.#uploads.filter(({ state }) => state.is === 'sending').length
    for (const upload of this.#uploads.filter(({ state }) => state.is === 'waiting').slice(0, AT_ONCE - sending)) {
      void this.#run(upload)
    }
  }

  async #run({ id, file, path, collectionId }: Upload): Promise<void> {
    const stop = new AbortController()
    this.#stops.set(id, stop)
    this.#setState(id, { is: 'sending', fraction: 0 })
    try {
      const onProgress = (fraction: number) => !stop.signal.aborted && this.#setState(id, { is: 'sending', fraction })
      const resource = await this.#send({ file, path, collectionId }, { signal: stop.signal, onProgress })
      this.#setState(id, { is: 'done', resource })
      this.#onDone(resource)
    } catch (error) {
      if (!stop.signal.aborted) this.#setState(id, { is: 'failed', error })
    } finally {
      this.#stops.delete(id)
      this.#startNext()
    }
  }

  #setState(id: number, state: UploadState): void {
    this.#change(this.#uploads.map((upload) => (upload.id === id ? { ...upload, state } : upload)))
  }

  #change(uploads: readonly Upload[]): void {
    this.#uploads = uploads
    for (const listener of this.#listeners) listener()
  }
}
