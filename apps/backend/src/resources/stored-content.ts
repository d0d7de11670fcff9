import { SemiontError, type VersionRecord } from '@semiont/contract'
import type pg from 'pg'
import type { BlobStore } from '../blobs/index.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { inTransaction } from '@semiont/event-store'

/** The digests of everything that is kept for a version. */
export function blobsOf({ sha256, text }: Pick<VersionRecord, 'sha256' | 'text'>): string[] {
  return [...new Set(text ? [sha256, text.sha256, text.documentSha256] : [sha256])]
}

/** Names the lock that guards one blob against being deleted while somebody refers to it anew. */
function lockKey(sha256: string): string {
  return Buffer.from(sha256, 'hex').readBigInt64BE().toString()
}

/**
 * Keeps blobs from being deleted until the transaction ends, and makes sure that they are there now. To be called in
 * the transaction that writes the reference. Equal bytes are stored once, so the last other resource with the same
 * bytes may be deleted between the upload and this moment.
 */
export async function holdBlobs(tx: pg.PoolClient, blobs: BlobStore, digests: readonly string[]): Promise<void> {
  for (const sha256 of digests) await tx.query('select pg_advisory_xact_lock_shared($1)', [lockKey(sha256)])
  for (const sha256 of digests) {
    if (!(await blobs.has(sha256))) throw new ContentDeletedError()
  }
}

/** Lost a race, and says so; nothing was stored. */
export class ContentDeletedError extends SemiontError {
  override readonly name = 'ContentDeletedError'
  constructor(cause?: unknown) {
    super('unavailable', 'Another resource with the same content was deleted at this very moment.', {
      action: 'Send it again.',
      cause,
    })
  }
}

/** Deletes those of the blobs that no version refers to. */
export async function releaseBlobs(
  deps: Pick<Kernel, 'pool'> & { blobs: BlobStore },
  digests: readonly string[],
): Promise<void> {
  for (const sha256 of new Set(digests)) {
    await inTransaction(deps.pool, async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [lockKey(sha256)])
      if (!(await isReferred(tx, sha256))) await deps.blobs.delete(sha256)
    })
  }
}

async function isReferred(tx: pg.PoolClient, sha256: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'resources.blob_is_referred',
    text: `select 1 from resource_versions where sha256 = $1
      union all select 1 from resource_versions where text_sha256 = $1
      union all select 1 from resource_versions where document_sha256 = $1 limit 1`,
    values: [sha256],
  })
  return rowCount !== 0
}

/** What a process that died in the middle of an upload or a deletion may have left is older than this. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** Deletes every blob that nobody refers to and that was not written lately. Returns how many. */
export async function sweepBlobs(deps: Pick<Kernel, 'pool' | 'now'> & { blobs: BlobStore }): Promise<number> {
  const before = deps.now().getTime() - ABANDONED_AFTER_MS
  let swept = 0
  for await (const { sha256, writtenAt } of deps.blobs.list()) {
    if (writtenAt.getTime() >= before) continue
    const { rows } = await deps.pool.query<{ referred: boolean }>({
      name: 'resources.blob_is_kept',
      text: `select exists (select 1 from resource_versions where sha256 = $1)
          or exists (select 1 from resource_versions where text_sha256 = $1)
          or exists (select 1 from resource_versions where document_sha256 = $1) as referred`,
      values: [sha256],
    })
    if (rows[0]?.referred) continue
    await releaseBlobs(deps, [sha256])
    swept += 1
  }
  return swept
}
