import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import * as tar from 'tar-stream'
import * as yauzl from 'yauzl'
import { UnusableInputError } from '../../errors.ts'
import { isHidden, safeRelativePath } from './safe-path.ts'

export const isArchive = (path: string): boolean => /\.(?:zip|tar|tar\.gz|tgz)$/i.test(path)

/** What an archive may become at most: more is a bomb, or a mistake. */
export interface UnpackLimits {
  readonly files: number
  readonly bytes: number
  /** Unpacked bytes for each packed one, beyond the first `freeBytes`. Text packs about ten to one. */
  readonly ratio: number
  readonly freeBytes: number
}

export const UNPACK_LIMITS: UnpackLimits = {
  files: 200_000,
  bytes: 50 * 1024 ** 3,
  ratio: 200,
  freeBytes: 64 * 1024 ** 2,
}

/**
 * Unpacks a zip or tar archive into an empty folder. Links and devices are left out.
 * @throws UnusableInputError when it is damaged, reaches outside of the folder, or is too large unpacked
 */
export async function unpack(
  archive: string,
  folder: string,
  signal: AbortSignal,
  limits = UNPACK_LIMITS,
): Promise<void> {
  const budget = new Budget(archive, (await stat(archive)).size, limits)
  try {
    if (/\.zip$/i.test(archive)) await unpackZip(archive, folder, budget, signal)
    else await unpackTar(archive, folder, budget, signal)
  } catch (error) {
    if (error instanceof UnusableInputError || signal.aborted) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw unusable(archive, `it cannot be read: ${reason}`, { cause: error })
  }
}

function unusable(archive: string, reason: string, options?: ErrorOptions): UnusableInputError {
  return new UnusableInputError(
    `${archive} is not imported: ${reason}.`,
    'Nothing was changed. Unpack it yourself, look at it, and import the folder.',
    options,
  )
}

class Budget {
  readonly #archive: string
  readonly #limits: UnpackLimits
  readonly #maximum: number
  #files = 0
  #bytes = 0

  constructor(archive: string, packed: number, limits: UnpackLimits) {
    this.#archive = archive
    this.#limits = limits
    this.#maximum = Math.min(limits.bytes, Math.max(limits.freeBytes, packed * limits.ratio))
  }

  /** Where the entry goes; undefined for one that is no material. @throws UnusableInputError */
  place(name: string): string | undefined {
    const path = safeRelativePath(name)
    if (path === undefined) throw unusable(this.#archive, `its entry "${name}" would be written outside of the folder`)
    this.#files += 1
    if (this.#files > this.#limits.files)
      throw unusable(this.#archive, `it holds more than ${this.#limits.files} files`)
    return isHidden(path) ? undefined : path
  }

  counting(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        this.#bytes += chunk.length
        if (this.#bytes <= this.#maximum) done(null, chunk)
        else
          done(
            unusable(
              this.#archive,
              `unpacked it is larger than ${Math.round(this.#maximum / 1024 ** 2)} MiB, far more than its size lets expect`,
            ),
          )
      },
    })
  }
}

async function unpackZip(archive: string, folder: string, budget: Budget, signal: AbortSignal): Promise<void> {
  const zip = await openZip(archive)
  try {
    for await (const entry of zip.eachEntry()) {
      signal.throwIfAborted()
      const kind = (entry.externalFileAttributes >>> 16) & 0o170000
      if (entry.fileName.endsWith('/') || (kind !== 0 && kind !== 0o100000)) continue
      const path = budget.place(entry.fileName)
      if (path !== undefined)
        await writeEntry(await zip.openReadStreamPromise(entry), join(folder, path), budget, signal)
    }
  } finally {
    zip.close()
  }
}

async function openZip(archive: string): Promise<yauzl.ZipFile> {
  return await yauzl.openPromise(archive, { lazyEntries: true, autoClose: false })
}

async function unpackTar(archive: string, folder: string, budget: Budget, signal: AbortSignal): Promise<void> {
  const extract = tar.extract()
  const packed = createReadStream(archive)
  const flow = /gz$/i.test(archive)
    ? pipeline(packed, createGunzip(), extract, { signal })
    : pipeline(packed, extract, { signal })
  const write = async () => {
    for await (const entry of extract) {
      const { name, type } = entry.header
      const path = type === 'file' || type === 'contiguous-file' ? budget.place(name) : undefined
      if (path === undefined) entry.resume()
      // It can be iterated, which its types do not say.
      else await writeEntry(entry as unknown as AsyncIterable<Uint8Array>, join(folder, path), budget, signal)
    }
  }
  await Promise.all([flow, write().catch((error: Error) => Promise.reject(destroyed(extract, error)))])
}

function destroyed(extract: tar.Extract, error: Error): Error {
  extract.destroy(error)
  return error
}

async function writeEntry(
  content: Readable | AsyncIterable<Uint8Array>,
  file: string,
  budget: Budget,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await pipeline(content, budget.counting(), createWriteStream(file, { flags: 'wx' }), { signal })
}
