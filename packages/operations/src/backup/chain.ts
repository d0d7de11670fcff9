import { type Archive, openArchive, readTrailer } from './archive/read-archive.ts'
import { UnusableInputError } from '../errors.ts'
import { isArchiveOf } from './archive-name.ts'
import type { BackupStore } from './backup-store.ts'

/**
 * The archives that hold the blobs of this one: itself first, then each that its manifest points to.
 * @throws UnusableInputError naming the one that is missing
 */
export async function findChain(store: BackupStore, archive: Archive): Promise<Archive[]> {
  const needed = new Set(archive.manifest.blobs.flatMap((blob) => blob.archive ?? []))
  if (needed.size === 0) return [archive]
  const chain = [archive]
  for (const name of (await store.list()).toReversed()) {
    if (needed.size === 0) break
    const source = await store.find(name)
    const digest = source && (await readTrailer(source))?.digest
    if (source && digest !== undefined && needed.delete(digest)) chain.push(await openArchive(source))
  }
  const [missing] = needed
  if (missing === undefined) return chain
  const { parent } = archive.manifest
  const name = parent?.digest === missing ? parent.file : `an earlier archive with the digest ${missing}`
  throw new UnusableInputError(
    `${archive.source.name} is incremental and needs ${name}, which is not in ${store.place}. Nothing was changed.`,
    `Put it into ${store.place}, or restore a full backup.`,
  )
}

/** The newest whole archive of the environment: the one to which an incremental backup adds. */
export async function findNewest(store: BackupStore, environment: string): Promise<Archive | undefined> {
  const names = (await store.list()).filter((name) => isArchiveOf(environment, name))
  for (const name of names.toReversed()) {
    const source = await store.find(name)
    const archive = source && (await openArchive(source).catch(() => undefined))
    if (archive) return archive
  }
  return undefined
}

/** Name of the newest archive of the environment, whole or not; undefined when there is none. */
export async function findNewestArchive(store: BackupStore, environment: string): Promise<string | undefined> {
  return (await store.list()).findLast((name) => isArchiveOf(environment, name))
}
