import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The content-addressed files of an installation, `<directory>/ab/cd/<sha256>`, as apps/backend/src/blobs lays them out. */
export interface BlobFolder {
  readonly directory: string
  /** In the order of their hash. What is deleted meanwhile is left out. */
  list(): AsyncIterable<{ readonly sha256: string; readonly size: number }>
  /** undefined when it is gone. */
  read(sha256: string): Promise<AsyncIterable<Uint8Array> | undefined>
  pathOf(sha256: string): string
}

export function openBlobFolder(directory: string): BlobFolder {
  const pathOf = (sha256: string) => join(directory, sha256.slice(0, 2), sha256.slice(2, 4), sha256)
  return {
    directory,
    pathOf,
    async *list() {
      for (const first of await names(directory, /^[0-9a-f]{2}$/)) {
        for (const second of await names(join(directory, first), /^[0-9a-f]{2}$/)) {
          for (const sha256 of await names(join(directory, first, second), /^[0-9a-f]{64}$/)) {
            const found = await stat(pathOf(sha256)).catch(ifMissing)
            if (found) yield { sha256, size: found.size }
          }
        }
      }
    },
    async read(sha256) {
      const handle = await open(pathOf(sha256), 'r').catch(ifMissing)
      return handle && readOpened(handle)
    },
  }
}

/** A file that is open can be read to its end even when it is deleted. */
function readOpened(handle: FileHandle): AsyncIterable<Uint8Array> {
  return handle.createReadStream({ highWaterMark: 1024 * 1024 })
}

/** Whether the bytes at `path` are those that the hash names. */
export async function holds(path: string, sha256: string, size: number): Promise<boolean> {
  const found = await stat(path).catch(ifMissing)
  if (found?.size !== size) return false
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(piece as Buffer)
  return hash.digest('hex') === sha256
}

/**
 * Gives a blob that is there and whole a second name, so that it stays when the first is deleted. False when it is not there,
 * damaged, or the file system knows no second names.
 */
export async function shareBlob(from: string, to: string, blob: { sha256: string; size: number }): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  const isShared = await link(from, to).then(
    () => true,
    () => false,
  )
  if (!isShared) return false
  if (await holds(to, blob.sha256, blob.size)) return true
  await rm(to)
  return false
}

/** Writes a blob and returns when it is safely on disk. */
export async function writeBlob(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const handle = await open(path, 'w', 0o600)
  try {
    for await (const piece of content) {
      let rest = piece
      while (rest.length > 0) rest = rest.subarray((await handle.write(rest)).bytesWritten)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Puts staged blobs into the place of an installation; `undo` takes back those that were not there before. */
export interface PlacedBlobs {
  readonly count: number
  undo(): Promise<void>
}

/**
 * Moves every blob of `staged` into `target`, which lies in the same file system. One that is there already is replaced:
 * only those that are missing or damaged were staged.
 */
export async function placeBlobs(staged: BlobFolder, target: BlobFolder): Promise<PlacedBlobs> {
  const placed: string[] = []
  const undo = async () => {
    for (const path of placed) await rm(path, { force: true })
  }
  try {
    for await (const { sha256 } of staged.list()) {
      const path = target.pathOf(sha256)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const isNew = (await stat(path).catch(ifMissing)) === undefined
      await rename(staged.pathOf(sha256), path)
      if (isNew) placed.push(path)
    }
  } catch (error) {
    await undo()
    throw error
  }
  return { count: placed.length, undo }
}

async function names(folder: string, pattern: RegExp): Promise<string[]> {
  const found = (await readdir(folder).catch(ifMissing)) ?? []
  return found.filter((name) => pattern.test(name)).toSorted()
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
  throw error
}
