import { SemiontError, type VersionRecord } from '@semiont/contract'
import type pg from 'pg'
import type { BlobStore } from '../blobs/index.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { inTransaction } from '@semiont/event-store'

/** The digests of everything that is kept for a version. */
export function blobsOf({ sha256, text }: Pick<VersionRecord, 'sha256' | 'text'>): string[] {
  return [...new Set(text ? [sha256, text.sha256, text.documentSha256] : [sha256])]
}

/** The numbers of the locks that guard blobs against being deleted while somebody refers to them anew; always in one order. */
function lockKeys(digests: readonly string[]): string[] {
  const keys = new Set(digests.map((sha256) => Buffer.from(sha256, 'hex').readBigInt64BE()))
  return [...keys].toSorted((a, b) => (a < b ? -1 : 1)).map(String)
}

/**
 * Keeps blobs from being deleted until the transaction ends, and makes sure that they are there now. To be called in
 * the transaction that writes the reference. Equal bytes are stored once, so the last other resource with the same
 * bytes may be deleted between the upload and this moment.
 */
export async function holdBlobs(tx: pg.PoolClient, blobs: BlobStore, digests: readonly string[]): Promise<void> {
  for (const key of lockKeys(digests)) await tx.query('select pg_advisory_xact_lock_shared($1)', [key])
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

const RELEASED_AT_ONCE = 100

/** Deletes those of the blobs that no version refers to. */
export async function releaseBlobs(
  deps: Pick<Kernel, 'pool'> & { blobs: BlobStore },
  digests: readonly string[],
): Promise<void> {
  const distinct = [...new Set(digests)]
  for (let first = 0; first < distinct.length; first += RELEASED_AT_ONCE) {
    const some = distinct.slice(first, first + RELEASED_AT_ONCE)
    await inTransaction(deps.pool, async (tx) => {
      for (const key of lockKeys(some)) await tx.query('select pg_advisory_xact_lock($1)', [key])
      await Promise.all((await unreferred(tx, some)).map((sha256) => deps.blobs.delete(sha256)))
    })
  }
}

async function unreferred(db: pg.Pool | pg.PoolClient, digests: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ sha256: string }>({
    name: 'resources.unreferred_blobs',
    text: `select wanted.sha256 from unnest($1::text[]) as wanted (sha256)
      where not exists (select 1 from resource_versions v where v.sha256 = wanted.sha256)
        and not exists (select 1 from resource_versions v where v.text_sha256 = wanted.sha256)
        and not exists (select 1 from resource_versions v where v.document_sha256 = wanted.sha256)`,
    values: [digests],
  })
  return rows.map((row) => row.sha256)
}

/** What a process that died in the middle of an upload or a deletion may have left is older than this. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** Deletes every blob that nobody refers to and that was not written lately. Returns how many. */
export async function sweepBlobs(deps: Pick<Kernel, 'pool' | 'now'> & { blobs: BlobStore }): Promise<number> {
  const before = deps.now().getTime() - ABANDONED_AFTER_MS
  let swept = 0
  for await (const { sha256, writtenAt } of deps.blobs.list()) {
    if (writtenAt.getTime() >= before) continue
    if ((await unreferred(deps.pool, [sha256])).length === 0) continue
    await releaseBlobs(deps, [sha256])
    swept += 1
  }
  return swept
}
