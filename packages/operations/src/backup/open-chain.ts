import { UnusableInputError } from '../errors.ts'
import type { Progress } from '../platform/platform.ts'
import { type Archive, checkDigest, openArchive } from './archive/read-archive.ts'
import type { BackupStore } from './backup-store.ts'
import { findChain } from './chain.ts'

/**
 * Opens an archive with all that it needs, and reads every byte of them once.
 * @throws UnusableInputError saying what is missing or not as it was written
 */
export async function openCheckedChain(
  store: BackupStore,
  name: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<Archive[]> {
  const chain = await findChain(store, await openNamed(store, name))
  for (const archive of chain) await checkDigest(archive, signal)
  const bytes = chain.reduce((total, { source }) => total + source.size, 0)
  progress.step(`Checked ${bytes} bytes of ${chain.length === 1 ? 'the archive' : `${chain.length} archives`}.`)
  return chain
}

async function openNamed(store: BackupStore, name: string): Promise<Archive> {
  const source = await store.find(name)
  if (source) return await openArchive(source)
  const names = await store.list()
  throw new UnusableInputError(
    `There is no archive ${name} in ${store.place}.`,
    names.length === 0 ? 'Make one with: semiont backup' : `There are: ${names.toReversed().slice(0, 5).join(', ')}.`,
  )
}
