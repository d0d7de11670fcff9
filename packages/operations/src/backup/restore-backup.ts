import { OperationError, RolledBackError, UnusableInputError } from '../errors.ts'
import type { Platform, ProcessService, Progress, ServiceState } from '../platform/platform.ts'
import type { Archive } from './archive/read-archive.ts'
import type { BackupStore } from './backup-store.ts'
import { type PlacedBlobs, placeBlobs } from './blobs/blob-folder.ts'
import { placeConfigurationFile } from './configuration-files.ts'
import { assertLocal } from './create-backup.ts'
import { withArchiveSession } from './database/session.ts'
import { type LoadedArchive, loadArchive } from './load-archive.ts'
import { openCheckedChain } from './open-chain.ts'
import { type Scratch, withScratch } from './scratch.ts'

export interface RestoreOptions {
  readonly platform: Platform
  readonly store: BackupStore
  readonly name: string
  /** Keep the database so far, under the name that the report gives. */
  readonly keepOld?: boolean
  /** Only say what would be done. */
  readonly dryRun?: boolean
  /** Called before an installation that holds something is replaced. @throws to refuse */
  confirm(what: string): Promise<void>
  readonly now: () => Date
  readonly progress: Progress
  readonly signal: AbortSignal
}

export interface RestoreReport {
  readonly archive: string
  readonly digest: string
  readonly createdAt: string
  readonly restored: boolean
  /** What the installation held before. */
  readonly replaced: InstallationSize
  readonly tables: number
  readonly rows: number
  readonly blobs: number
  /** Files of the configuration: those written anew, and those that differ from the archive and were left as they are. */
  readonly configuration: { readonly written: readonly string[]; readonly different: readonly string[] }
  readonly missingBlobs: readonly string[]
  readonly foreignTables: readonly string[]
  /** Name of the database so far, when it was kept. */
  readonly keptDatabase: string | null
  /** Services of the running installation that were stopped before and still are. */
  readonly stopped: readonly ProcessService[]
  readonly seconds: number
}

export interface InstallationSize {
  readonly documents: number
  readonly annotations: number
  /** People and agents, the first administrator included. */
  readonly participants: number
}

/**
 * Makes an installation what it was when the archive was made: all of it or nothing. Everything is prepared beside it and
 * compared with the archive; then it changes places with the installation, whose services are stopped for that moment.
 * @throws UnusableInputError when the archive is refused and RolledBackError when the change was undone
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const { platform, store, name, now, progress, signal } = options
  assertLocal(platform)
  const startedAt = performance.now()
  const chain = await openCheckedChain(store, name, progress, signal)
  const [archive] = chain
  if (!archive) throw new UnusableInputError(`There is no archive ${name}.`, 'Name another one.')
  const report = await platform.withDatabase(
    async (access) => {
      const replaced = await measureInstallation(access.url, signal)
      const plan = planned(archive, replaced)
      if (options.dryRun === true) return plan
      if (holdsSomething(replaced)) await options.confirm(question(platform, archive, replaced))
      return await withScratch(platform, access, now(), async (scratch) => {
        const loaded = await prepare(options, chain, scratch)
        const keptDatabase = await changePlaces(options, scratch)
        const stopped = await writersThat(platform, (state) => state === 'stopped')
        return { ...plan, ...(await describe(options, loaded)), restored: true, keptDatabase, stopped }
      })
    },
    signal,
    { createIfMissing: true },
  )
  return { ...report, seconds: (performance.now() - startedAt) / 1000 }
}

/** A first start makes one participant, the administrator, and nothing else that anyone would miss. */
export function holdsSomething({ documents, annotations, participants }: InstallationSize): boolean {
  return documents > 0 || annotations > 0 || participants > 1
}

function question({ environment }: Platform, { manifest }: Archive, size: InstallationSize): string {
  const { documents, annotations, participants } = size
  return (
    `This replaces everything in ${environment.name} (documents: ${documents}, annotations: ${annotations}, ` +
    `participants: ${participants}) with what was in ${manifest.environment} at ${manifest.createdAt}.`
  )
}

function planned({ source, trailer, manifest }: Archive, replaced: InstallationSize): Omit<RestoreReport, 'seconds'> {
  return {
    archive: source.name,
    digest: trailer.digest,
    createdAt: manifest.createdAt,
    restored: false,
    replaced,
    tables: manifest.database.tables.length,
    rows: manifest.database.tables.reduce((total, { rows }) => total + rows, 0),
    blobs: manifest.blobs.length,
    configuration: { written: [], different: [] },
    missingBlobs: [],
    foreignTables: [],
    keptDatabase: null,
    stopped: [],
  }
}

async function measureInstallation(url: string, signal: AbortSignal): Promise<InstallationSize> {
  return await withArchiveSession(url, signal, async (client) => {
    const { rows: found } = await client.query<{ there: boolean }>(
      `select to_regclass('public.annotations') is not null as there`,
    )
    if (found[0]?.there !== true) return { documents: 0, annotations: 0, participants: 0 }
    const { rows } = await client.query<Record<keyof InstallationSize, string>>(
      `select (select count(*) from public.resources) as documents, (select count(*) from public.annotations) as annotations,
         (select count(*) from public.participants) as participants`,
    )
    const [row] = rows
    return {
      documents: Number(row?.documents),
      annotations: Number(row?.annotations),
      participants: Number(row?.participants),
    }
  })
}

async function prepare(options: RestoreOptions, chain: readonly Archive[], scratch: Scratch): Promise<LoadedArchive> {
  const { databaseUrl, staging, blobs } = scratch
  const { platform, progress, signal } = options
  const loaded = await loadArchive({ platform, chain, databaseUrl, staging, existing: blobs, progress, signal }).catch(
    (cause: unknown) => {
      signal.throwIfAborted()
      if (cause instanceof OperationError) throw cause
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new OperationError(`The archive could not be loaded: ${reason}. Nothing was changed.`, 'See the reason.', {
        cause,
      })
    },
  )
  if (loaded.differences.length === 0) return loaded
  throw new OperationError(
    `What was loaded is not what was archived. Nothing was changed. ${loaded.differences.join(' ')}`,
    `Look closer with: semiont verify ${options.name}`,
  )
}

/** From here on something changes: whatever fails is taken back. Returns the name of the database so far if it is kept. */
async function changePlaces(options: RestoreOptions, scratch: Scratch): Promise<string | null> {
  const { progress, now, platform } = options
  const { administration, database, staging, blobs } = scratch
  const services = await writersThat(platform, (state) => state !== 'stopped')
  let placed: PlacedBlobs | undefined
  let before: string | undefined
  try {
    // Nobody may interrupt between here and the end: either all of it happens or none.
    const uninterrupted = new AbortController().signal
    if (services.length > 0) await platform.stop(services, progress, uninterrupted)
    placed = await placeBlobs(staging, blobs)
    before = await administration.swap(database, now())
    if (services.length > 0) await platform.start(services, progress, uninterrupted)
  } catch (cause) {
    throw await takeBack(options, { scratch, services, placed, before, cause })
  }
  if (options.keepOld === true) return before
  await administration.drop(before)
  return null
}

interface Failure {
  readonly scratch: Scratch
  readonly services: readonly ProcessService[]
  readonly placed: PlacedBlobs | undefined
  readonly before: string | undefined
  readonly cause: unknown
}

async function takeBack(options: RestoreOptions, failure: Failure): Promise<OperationError> {
  const { platform, progress, now } = options
  const { scratch, services, placed, before, cause } = failure
  const signal = new AbortController().signal
  const reason = cause instanceof Error ? cause.message : String(cause)
  try {
    if (before !== undefined) {
      if (services.length > 0) await platform.stop(services, progress, signal)
      await scratch.administration.swapBack(before, now())
    }
    await placed?.undo()
    if (services.length > 0) await platform.start(services, progress, signal)
  } catch (error) {
    const second = error instanceof Error ? error.message : String(error)
    return new OperationError(
      `The restore failed (${reason}), and so did taking it back (${second}).`,
      before === undefined
        ? 'Start what is stopped with: semiont start'
        : `The database so far is kept as ${before}. See what runs with: semiont check`,
      { cause },
    )
  }
  return new RolledBackError(`The restore failed: ${reason}. Everything is as it was before.`, 'See: semiont check', {
    cause,
  })
}

/** Of the services that write to the database, those in such a state; none where the installation does not run. */
async function writersThat(platform: Platform, are: (state: ServiceState) => boolean): Promise<ProcessService[]> {
  const status = await platform.status()
  if (!status.running) return []
  const names: readonly ProcessService[] = ['backend', 'worker']
  return names.filter((name) => status.services.some(({ service, state }) => service === name && are(state)))
}

async function describe(options: RestoreOptions, loaded: LoadedArchive) {
  const written: string[] = []
  const different: string[] = []
  for (const file of loaded.configuration) {
    const outcome = await placeConfigurationFile(options.platform.environment.directory, file)
    if (outcome === 'written') written.push(file.path)
    if (outcome === 'different') different.push(file.path)
  }
  const { missingBlobs, foreignTables } = loaded
  return { configuration: { written, different }, missingBlobs, foreignTables }
}
