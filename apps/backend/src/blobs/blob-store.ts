import type { ReadableStream } from 'node:stream/web'

/** Bytes a store accepts: a request body, a file stream, or simply `[bytes]`. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** How many bytes of the beginning `write` hands back, enough to tell what they are. */
export const HEAD_BYTES = 4096

export interface WriteOptions {
  /** More bytes than this are refused. */
  limitBytes: number
  /** Called once with the first bytes (at most HEAD_BYTES) as soon as they are there; throwing refuses the upload early. */
  checkHead?: (head: Uint8Array) => void
  /** Ends the write with an error and leaves nothing behind. */
  signal?: AbortSignal
  /** Called with the number of bytes received so far. */
  onProgress?: (receivedBytes: number) => void
}

export interface WrittenBlob {
  /** 64 lower-case hexadecimal digits. */
  sha256: string
  size: number
  head: Uint8Array
  /** False when equal bytes were there already. */
  isNew: boolean
}

export interface StoredBlob {
  sha256: string
  size: number
  /** When these bytes were last written; a repeated write of equal bytes counts. */
  writtenAt: Date
}

/** Bytes kept under the SHA-256 of their content; equal bytes are kept once. */
export interface BlobStore {
  /**
   * Streams the source into the store; returns after the bytes are safely on disk.
   * @throws EmptyContentError, ContentTooLargeError, UploadInterruptedError, StorageFullError, or what `checkHead` throws
   */
  write(source: ByteSource, options: WriteOptions): Promise<WrittenBlob>
  /**
   * `start` and `end` are byte offsets, both inclusive as in HTTP ranges.
   * @throws BlobNotFoundError
   */
  read(sha256: string, range?: { start?: number; end?: number }): Promise<ReadableStream<Uint8Array>>
  /** All bytes at once; only for content known to be small. */
  readAll(sha256: string): Promise<Uint8Array>
  has(sha256: string): Promise<boolean>
  /** @throws BlobNotFoundError */
  size(sha256: string): Promise<number>
  /** Resolves to false when it was not there. */
  delete(sha256: string): Promise<boolean>
  /** All blobs in the order of their hash, for garbage collection and backup. */
  list(): AsyncIterable<StoredBlob>
}
