import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OperationError } from '../errors.ts'
import type { ArchiveSource, ArchiveTarget, BackupStore } from './backup-store.ts'

const TEMPORARY = '.unfinished-'

/** Archives as files of a folder, which is made when the first is written. Only its owner may read them. */
export function openFolderStore(directory: string): BackupStore {
  return {
    place: directory,
    create: (name) => createArchiveFile(directory, name),
    async list() {
      const names = await readdir(directory).catch(ifMissing([]))
      return names.filter((name) => name.endsWith('.tar.zst') && !name.startsWith('.')).toSorted()
    },
    find: (name) => findArchiveFile(join(directory, name), name),
    remove: (name) => rm(join(directory, name), { force: true }),
  }
}

async function createArchiveFile(directory: string, name: string): Promise<ArchiveTarget> {
  const temporary = join(directory, `${TEMPORARY}${randomBytes(6).toString('hex')}`)
  const path = join(directory, name)
  try {
    await prepareFolder(directory)
    const handle = await open(temporary, 'wx', 0o600)
    return {
      async write(bytes) {
        let rest = bytes
        while (rest.length > 0) {
          const { bytesWritten } = await handle.write(rest).catch(cannotWrite(directory))
          rest = rest.subarray(bytesWritten)
        }
      },
      async commit() {
        await handle.sync()
        await handle.close()
        await rename(temporary, path)
        await syncFolder(directory)
        return path
      },
      async abort() {
        await handle.close().catch(() => undefined)
        await rm(temporary, { force: true })
      },
    }
  } catch (cause) {
    return cannotWrite(directory)(cause)
  }
}

/** What lies in a project may be committed to a public place; archives hold everything. */
async function prepareFolder(directory: string): Promise<void> {
  const made = await mkdir(directory, { recursive: true, mode: 0o700 })
  if (made !== undefined) await writeFile(join(directory, '.gitignore'), '*\n')
}

async function findArchiveFile(path: string, name: string): Promise<ArchiveSource | undefined> {
  const found = await stat(path).catch(ifMissing(undefined))
  if (!found?.isFile()) return undefined
  return {
    name,
    size: found.size,
    read: (start, end) =>
      end > start ? createReadStream(path, { start, end: end - 1, highWaterMark: 1024 * 1024 }) : nothing(),
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function ifMissing<Value>(value: Value): (error: NodeJS.ErrnoException) => Value {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return value
    throw error
  }
}

function cannotWrite(directory: string): (cause: unknown) => never {
  return (cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new OperationError(
      `The backup cannot be written to ${directory}: ${reason}. Nothing was left there.`,
      'Free space or rights there, or name another folder with --to.',
      { cause },
    )
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
