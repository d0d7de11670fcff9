import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { extract } from 'tar-stream'
import type { ArchiveSource } from '../backup-store.ts'
import { DamagedArchiveError, decompressFrames } from './frames.ts'
import { type ArchivedEntry, ENTRY, type Manifest, notOurs, parseManifest } from './manifest.ts'
import { digestedBytes, digestOf, parseTrailer, type Trailer, TRAILER_BYTES } from './trailer.ts'
import { openZstd } from './zstd.ts'

/** An archive whose end and manifest were read; nothing else of it was looked at. */
export interface Archive {
  readonly source: ArchiveSource
  readonly trailer: Trailer
  readonly manifest: Manifest
}

export interface ReadEntry extends ArchivedEntry {
  /** To be read to its end; throws DamagedArchiveError at the end when it is not what the manifest says. */
  readonly content: AsyncIterable<Uint8Array>
}

const LARGEST_MANIFEST = 2 ** 30

/**
 * Reads how the archive ends and what it holds.
 * @throws UnusableInputError saying whether it is truncated, foreign, of a newer format, or damaged
 */
export async function openArchive(source: ArchiveSource): Promise<Archive> {
  const trailer = await readTrailer(source)
  if (!trailer) throw (await beginsLikeOurs(source)) ? truncated() : notOurs()
  const end = source.size - TRAILER_BYTES
  if (trailer.manifestOffset >= end) throw new DamagedArchiveError('its last bytes contradict each other')
  for await (const { name, size, content } of tarEntries(source, trailer.manifestOffset, end)) {
    if (name !== ENTRY.manifest || size > LARGEST_MANIFEST) break
    const manifest = parseManifest((await readWhole(content)).toString('utf8'))
    return { source, trailer, manifest }
  }
  throw new DamagedArchiveError('there is no manifest where it should be')
}

export async function readTrailer(source: ArchiveSource): Promise<Trailer | undefined> {
  if (source.size <= TRAILER_BYTES) return undefined
  return parseTrailer(await readWhole(source.read(source.size - TRAILER_BYTES, source.size)))
}

/** Reads every byte. @throws DamagedArchiveError when any is not as it was written */
export async function checkDigest({ source, trailer }: Archive, signal: AbortSignal): Promise<void> {
  const digest = await digestOf(stoppable(source.read(0, digestedBytes(source.size)), signal))
  if (digest !== trailer.digest) {
    throw new DamagedArchiveError('its checksum does not fit; at least one byte is not as it was written')
  }
}

/** Every entry but the manifest and the sums, in their order, each compared with the manifest. */
export async function* readEntries(archive: Archive, signal: AbortSignal): AsyncGenerator<ReadEntry, void, undefined> {
  const { source, trailer, manifest } = archive
  const expected = manifest.entries[Symbol.iterator]()
  for await (const { name, size, content } of tarEntries(source, 0, trailer.manifestOffset)) {
    signal.throwIfAborted()
    const entry = expected.next().value
    if (entry?.name !== name || entry.size !== size) {
      throw new DamagedArchiveError(`it holds ${name} where the manifest says ${entry?.name ?? 'nothing'}`)
    }
    yield { ...entry, content: verified(content, entry) }
  }
  const missing = expected.next().value
  if (missing) throw new DamagedArchiveError(`${missing.name} is missing`)
}

export async function readWhole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of content) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function* verified(content: AsyncIterable<Uint8Array>, { name, size, sha256 }: ArchivedEntry) {
  const hash = createHash('sha256')
  let received = 0
  for await (const piece of content) {
    hash.update(piece)
    received += piece.length
    yield piece
  }
  if (received !== size || hash.digest('hex') !== sha256) {
    throw new DamagedArchiveError(`${name} is not what the manifest says`)
  }
}

async function* tarEntries(source: ArchiveSource, start: number, end: number) {
  const tar = extract()
  const bytes = Readable.from(decompressFrames(source.read(start, end), await openZstd()))
  bytes.on('error', (error) => tar.destroy(error))
  bytes.pipe(tar)
  try {
    for await (const entry of tar) {
      if (entry.header.type !== 'file') throw new DamagedArchiveError(`${entry.header.name} is no ordinary file`)
      yield { name: entry.header.name, size: entry.header.size ?? 0, content: entry as AsyncIterable<Uint8Array> }
      // What the caller left unread must pass before the next entry comes.
      entry.resume()
    }
  } catch (cause) {
    throw cause instanceof Error && /tar/i.test(cause.message) && !('exitCode' in cause)
      ? new DamagedArchiveError('its contents are no tar', { cause })
      : cause
  } finally {
    bytes.destroy()
  }
}

async function* stoppable(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal) {
  for await (const piece of bytes) {
    signal.throwIfAborted()
    yield piece
  }
}

/** Whether the first entry is one of ours, as far as one can read it. */
async function beginsLikeOurs(source: ArchiveSource): Promise<boolean> {
  try {
    for await (const { name } of tarEntries(source, 0, source.size)) return name === ENTRY.about
  } catch {
    return false
  }
  return false
}

function truncated(): DamagedArchiveError {
  return new DamagedArchiveError('it is truncated: its end is missing')
}
