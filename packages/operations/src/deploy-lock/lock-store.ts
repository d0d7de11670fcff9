import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../audit/audit-record.ts'
import { replaceFile } from '../audit/durable-file.ts'
import { withFileLock } from '../audit/file-lock.ts'
import type { DeployLock } from './deploy-lock.ts'

/** What stands there at a moment. */
export interface SeenLock {
  readonly lock: DeployLock | undefined
  /** Another one whenever something else stands there. */
  readonly version: string
}

/** Where the lock of an environment is kept: a file here, or an object where the installation is. */
export interface DeployLockStore {
  /** Whether other machines see it too: then a process that is not found here may live elsewhere. */
  readonly isShared: boolean
  read(): Promise<SeenLock>
  /** Puts a lock, or none, in the place of what was seen. @returns whether that still stood there */
  replace(seen: SeenLock, lock: DeployLock | undefined): Promise<boolean>
}

/** The lock in the folder of an environment on this machine. */
export function fileLockStore(stateDirectory: string): DeployLockStore {
  const file = join(stateDirectory, 'deploy-lock.json')
  const read = async (): Promise<SeenLock> => {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return
      throw error
    })
    if (text === undefined) return { lock: undefined, version: 'none' }
    return { lock: JSON.parse(text) as DeployLock, version: sha256(text) }
  }
  return {
    isShared: false,
    read,
    async replace(seen, lock) {
      await mkdir(stateDirectory, { recursive: true })
      return await withFileLock(`${file}.lock`, async () => {
        if ((await read()).version !== seen.version) return false
        if (lock === undefined) await rm(file, { force: true })
        else await replaceFile(file, `${JSON.stringify(lock)}\n`)
        return true
      })
    },
  }
}
