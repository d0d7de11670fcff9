import { createHash } from 'node:crypto'
import { FRAME_BYTES } from './frames.ts'
import { type About, type ArchivedEntry, ENTRY, type Manifest } from './manifest.ts'
import { END_OF_TAR, tarHeader, tarPadding } from './tar.ts'
import { makeTrailer } from './trailer.ts'
import { openZstd, type Zstd } from './zstd.ts'

/** Takes bytes in order; resolves when it may be given more. */
export type ByteSink = (bytes: Uint8Array) => Promise<void>

type Content = Uint8Array | AsyncIterable<Uint8Array>

/** An entry turned out to have another size than was said: what it was read from changed meanwhile. */
export class EntrySizeError extends Error {
  override readonly name = 'EntrySizeError'
}

/** Writes an archive from its first byte to its last; holds one frame in memory. */
export class ArchiveWriter {
  readonly entries: ArchivedEntry[] = []
  readonly #sink: ByteSink
  readonly #zstd: Zstd
  readonly #now: Date
  readonly #hash = createHash('sha256')
  #pending: Buffer[] = []
  #pendingBytes = 0
  #written = 0

  private constructor(sink: ByteSink, zstd: Zstd, now: Date) {
    this.#sink = sink
    this.#zstd = zstd
    this.#now = now
  }

  /** Begins with what tells the archive from other files, in a frame of its own, so that the smallest rest of it does. */
  static async open(sink: ByteSink, about: About): Promise<ArchiveWriter> {
    const writer = new ArchiveWriter(sink, await openZstd(), new Date(about.createdAt))
    await writer.addText(ENTRY.about, `${JSON.stringify(about, null, 1)}\n`)
    await writer.#flush()
    return writer
  }

  /** @throws EntrySizeError when the content is not of that size */
  async add(name: string, size: number, content: Content): Promise<ArchivedEntry> {
    await this.#write(tarHeader(name, size, this.#now))
    const hash = createHash('sha256')
    let received = 0
    for await (const piece of content instanceof Uint8Array ? [content] : content) {
      received += piece.length
      if (received > size) break
      hash.update(piece)
      await this.#write(piece)
    }
    if (received !== size) throw new EntrySizeError(`${name} was to have ${size} bytes`)
    await this.#write(tarPadding(size))
    const entry = { name, size, sha256: hash.digest('hex') }
    this.entries.push(entry)
    return entry
  }

  async addText(name: string, text: string): Promise<ArchivedEntry> {
    const bytes = Buffer.from(text)
    return await this.add(name, bytes.length, bytes)
  }

  /** Writes the manifest, the sums and the trailer. Nothing may follow. */
  async finish(manifest: Omit<Manifest, 'entries'>): Promise<{ digest: string; size: number }> {
    const entries = [...this.entries]
    await this.#flush()
    const manifestOffset = this.#written
    await this.addText(ENTRY.manifest, `${JSON.stringify({ ...manifest, entries }, null, 1)}\n`)
    await this.addText(ENTRY.sums, this.entries.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''))
    await this.#write(END_OF_TAR)
    await this.#flush()
    const trailer = makeTrailer(this.#hash, manifestOffset)
    await this.#sink(trailer.bytes)
    return { digest: trailer.digest, size: this.#written + trailer.bytes.length }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    let rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    while (rest.length > 0) {
      const fits = rest.subarray(0, FRAME_BYTES - this.#pendingBytes)
      this.#pending.push(fits)
      this.#pendingBytes += fits.length
      rest = rest.subarray(fits.length)
      if (this.#pendingBytes === FRAME_BYTES) await this.#flush()
    }
  }

  async #flush(): Promise<void> {
    if (this.#pendingBytes === 0) return
    const frame = this.#zstd.compress(Buffer.concat(this.#pending, this.#pendingBytes))
    this.#pending = []
    this.#pendingBytes = 0
    this.#hash.update(frame)
    this.#written += frame.length
    await this.#sink(frame)
  }
}
