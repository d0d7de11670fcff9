import { type Environment, stateDirectoryOf } from '@semiont/config'
import { operationsBucketOf } from '@semiont/config/aws-names'
import type { DeployLock } from '../../deploy-lock/deploy-lock.ts'
import { type DeployLockStore, fileLockStore, type SeenLock } from '../../deploy-lock/lock-store.ts'
import { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { readObjectText, writeObject } from '../clients/s3.ts'

const KEY = 'deploy-lock.json'
const NOTHING = 'none'

/**
 * The lock of an installation on AWS, in its operations bucket; while there is none yet, the one of this machine.
 * @throws OperationError when that cannot be learned: without the lock nothing may be changed
 */
export async function openSharedLock(environment: Environment): Promise<DeployLockStore> {
  // Without the signal of the command: the lock is given back after it was stopped.
  const store = new SharedLockStore(new AwsConnection(environment))
  return (await store.isThere()) ? store : fileLockStore(stateDirectoryOf(environment))
}

/** An object that is replaced only where it is still as it was seen; a lock given back leaves `null`. */
export class SharedLockStore implements DeployLockStore {
  readonly isShared = true
  readonly #connection: AwsConnection
  readonly #place: { readonly bucket: string; readonly key: string }

  constructor(connection: AwsConnection) {
    this.#connection = connection
    this.#place = { bucket: operationsBucketOf(connection.place), key: KEY }
  }

  /** Whether the infrastructure stack has made the bucket. */
  async isThere(): Promise<boolean> {
    try {
      await this.read()
      return true
    } catch (error) {
      if (isAwsError(error, 'NoSuchBucket')) return false
      throw error
    }
  }

  async read(): Promise<SeenLock> {
    const found = await readObjectText(this.#connection, this.#place)
    if (found === undefined) return { lock: undefined, version: NOTHING }
    const lock = JSON.parse(found.text) as DeployLock | null
    return { lock: lock ?? undefined, version: found.etag }
  }

  async replace({ version }: SeenLock, lock: DeployLock | undefined): Promise<boolean> {
    const body = `${JSON.stringify(lock ?? null)}\n`
    const written = await writeObject(this.#connection, {
      ...this.#place,
      body,
      contentType: 'application/json',
      ifMatch: version,
    })
    return written !== undefined
  }
}
