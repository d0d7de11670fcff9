import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import {
  BlobNotFoundError,
  ContentTooLargeError,
  EmptyContentError,
  StorageFullError,
  UploadInterruptedError,
} from './blob-errors.ts'
import {
  type BlobStore,
  type ByteSource,
  HEAD_BYTES,
  type StoredBlob,
  type WriteOptions,
  type WrittenBlob,
} from './blob-store.ts'

const TEMPORARY = 'incoming'
const STALE_AFTER_MS = 60 * 60 * 1000

export interface DiskBlobStoreOptions {
  /** A local directory or a mounted network file system (EFS); several processes may share it. */
  directory: string
  /** Temporary files untouched for this long belong to a process that died. Default one hour. */
  staleAfterMs?: number
}

/** Opens (and creates) the store and removes what interrupted uploads of dead processes left. */
export async function openDiskBlobStore(options: DiskBlobStoreOptions): Promise<BlobStore> {
  const { directory, staleAfterMs = STALE_AFTER_MS } = options
  await mkdir(join(directory, TEMPORARY), { recursive: true, mode: 0o700 })
  await removeStaleFiles(join(directory, TEMPORARY), Date.now() - staleAfterMs)
  return new DiskBlobStore(directory)
}

class DiskBlobStore implements BlobStore {
  constructor(private readonly directory: string) {}

  async write(source: ByteSource, options: WriteOptions): Promise<WrittenBlob> {
    const temporary = join(this.directory, TEMPORARY, randomUUID())
    try {
      const received = await receive(source, temporary, options)
      const isNew = await this.keep(temporary, received)
      return { ...received, isNew }
    } catch (error) {
      throw isDiskFull(error) ? new StorageFullError(error) : error
    } finally {
      await rm(temporary, { force: true })
    }
  }

  async read(sha256: string, range: { start?: number; end?: number } = {}): Promise<ReadableStream<Uint8Array>> {
    const handle = await this.open(sha256)
    return Readable.toWeb(
      handle.createReadStream({ highWaterMark: 256 * 1024, ...range }),
    ) as ReadableStream<Uint8Array>
  }

  async readAll(sha256: string): Promise<Uint8Array> {
    const handle = await this.open(sha256)
    try {
      return await handle.readFile()
    } finally {
      await handle.close()
    }
  }

  async has(sha256: string): Promise<boolean> {
    return (await this.find(sha256)) !== undefined
  }

  async size(sha256: string): Promise<number> {
    const found = await this.find(sha256)
    if (!found) throw new BlobNotFoundError(sha256)
    return found.size
  }

  async delete(sha256: string): Promise<boolean> {
    if (!(await this.has(sha256))) return false
    await rm(this.pathOf(sha256), { force: true })
    return true
  }

  async *list(): AsyncGenerator<StoredBlob> {
    for (const first of await hexFolders(this.directory)) {
      for (const second of await hexFolders(join(this.directory, first))) {
        const names = await readdir(join(this.directory, first, second))
        for (const sha256 of names.filter(isSha256).toSorted()) {
          const found = await this.find(sha256)
          if (found) yield found
        }
      }
    }
  }

  /** Moves received bytes to their place; resolves to false when equal bytes are there already. */
  private async keep(temporary: string, received: { sha256: string; size: number }): Promise<boolean> {
    const path = this.pathOf(received.sha256)
    const existing = await this.find(received.sha256)
    if (existing?.size === received.size && (await this.touch(path))) return false
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rename(temporary, path)
    await syncFolder(dirname(path))
    return true
  }

  /** A garbage collector spares what was written recently. False when the bytes have gone in this moment. */
  private async touch(path: string): Promise<boolean> {
    const now = new Date()
    try {
      await utimes(path, now, now)
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }

  private async open(sha256: string): Promise<FileHandle> {
    try {
      return await open(this.pathOf(sha256), 'r')
    } catch (error) {
      throw isMissing(error) ? new BlobNotFoundError(sha256, error) : error
    }
  }

  private async find(sha256: string): Promise<StoredBlob | undefined> {
    try {
      const { size, mtime } = await stat(this.pathOf(sha256))
      return { sha256, size, writtenAt: mtime }
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  private pathOf(sha256: string): string {
    // Also keeps anything that is not a hash, such as `../`, from becoming a path.
    if (!isSha256(sha256)) throw new BlobNotFoundError(sha256)
    return join(this.directory, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  }
}

async function receive(source: ByteSource, path: string, options: WriteOptions) {
  const hash = createHash('sha256')
  const head = new HeadCollector(options.checkHead)
  const handle = await open(path, 'wx', 0o600)
  let size = 0
  try {
    for await (const chunk of interruptible(source, options.signal, () => size)) {
      size += chunk.length
      if (size > options.limitBytes) throw new ContentTooLargeError(options.limitBytes)
      head.add(chunk)
      hash.update(chunk)
      await writeFully(handle, chunk)
      options.onProgress?.(size)
    }
    if (size === 0) throw new EmptyContentError()
    head.end()
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { sha256: hash.digest('hex'), size, head: head.bytes }
}

/** Tells a failing source (the client went away) from a failing disk. */
async function* interruptible(source: ByteSource, signal: AbortSignal | undefined, received: () => number) {
  const chunks = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  const aborted = abortOf(signal)
  try {
    for (;;) {
      const next = await nextChunk(chunks, aborted.promise, received)
      if (next.done) return
      yield next.value
    }
  } finally {
    aborted.forget()
    // Not awaited: a source that hangs would hang here too.
    void Promise.resolve(chunks.return?.()).catch(() => undefined)
  }
}

async function nextChunk(
  chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
  aborted: Promise<never> | undefined,
  received: () => number,
) {
  try {
    return await (aborted ? Promise.race([chunks.next(), aborted]) : chunks.next())
  } catch (error) {
    throw new UploadInterruptedError(received(), error)
  }
}

function abortOf(signal: AbortSignal | undefined): { promise: Promise<never> | undefined; forget: () => void } {
  if (!signal) return { promise: undefined, forget: () => undefined }
  let listener = (): void => undefined
  const promise = new Promise<never>((_, reject) => {
    listener = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'))
    if (signal.aborted) listener()
    else signal.addEventListener('abort', listener, { once: true })
  })
  promise.catch(() => undefined)
  return { promise, forget: () => signal.removeEventListener('abort', listener) }
}

class HeadCollector {
  bytes = new Uint8Array(0)
  private checked = false
  constructor(private readonly check: ((head: Uint8Array) => void) | undefined) {}

  add(chunk: Uint8Array): void {
    if (this.checked) return
    const missing = HEAD_BYTES - this.bytes.length
    this.bytes = new Uint8Array(Buffer.concat([this.bytes, chunk.subarray(0, missing)]))
    if (this.bytes.length === HEAD_BYTES) this.end()
  }

  end(): void {
    if (this.checked) return
    this.checked = true
    this.check?.(this.bytes)
  }
}

async function writeFully(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  let written = 0
  while (written < chunk.length) {
    const { bytesWritten } = await handle.write(chunk, written, chunk.length - written)
    written += bytesWritten
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function removeStaleFiles(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => undefined)
    if (found && found.mtimeMs < before) await rm(path, { force: true })
  }
}

async function hexFolders(path: string): Promise<string[]> {
  const names = await readdir(path)
  return names.filter((name) => /^[0-9a-f]{2}$/.test(name)).toSorted()
}

function isSha256(value: string): boolean {
  return /^[0-9a-f]{64}$/.test(value)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
