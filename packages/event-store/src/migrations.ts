import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { MigrationEditedError, MigrationFailedError, MigrationFilesError } from './errors.ts'

/** This package's own migrations; the first folder to hand to `migrate`. Resolved by package name, so it also works out of a bundle. */
export const eventStoreMigrations: string = join(
  dirname(createRequire(import.meta.url).resolve('@semiont/event-store/package.json')),
  'migrations',
)

/** A connection string, or a pool that stays open. */
export type MigrationTarget = string | pg.Pool

export interface Migration {
  /** Name in the package.json beside the folder. */
  readonly packageName: string
  /** `0001_event_log` */
  readonly id: string
}

interface MigrationFile extends Migration {
  readonly up: string
  readonly downPath: string
  readonly checksum: string
}

const RECORD = 'insert into schema_migrations (package, id, checksum) values ($1, $2, $3)'

/**
 * Applies what is not yet applied: folder after folder in the order given, in each by number, every migration in a
 * transaction of its own. A folder holds `NNNN_name.up.sql` and `NNNN_name.down.sql` and lies in a package.
 * Several processes may call this at once; one works, the others wait. Returns what it applied.
 * Throws MigrationEditedError, MigrationFailedError, MigrationFilesError.
 */
export async function migrate(target: MigrationTarget, folders: readonly string[]): Promise<Migration[]> {
  const files = await readFolders(folders)
  return await exclusively(target, async (client) => {
    const pending = await findPending(client, files)
    for (const file of pending) {
      await apply(client, file, file.up, RECORD, [file.packageName, file.id, file.checksum])
    }
    return pending.map(identify)
  })
}

/** A migration as it was applied somewhere, in this wording. */
export interface AppliedMigration extends Migration {
  /** Hexadecimal sha256 of its way up. */
  readonly checksum: string
}

/**
 * Applies exactly these, in this order, to an empty database: the tables as another installation had them.
 * Throws MigrationFilesError for one that is not among the files, MigrationEditedError for one with another wording.
 */
export async function migrateLike(
  target: MigrationTarget,
  folders: readonly string[],
  applied: readonly AppliedMigration[],
): Promise<void> {
  const files = await readFolders(folders)
  const wanted = applied.map(({ packageName, id, checksum }) => {
    const file = files.find((candidate) => candidate.packageName === packageName && candidate.id === id)
    if (!file) throw new MigrationFilesError(`There is no migration ${id} of ${packageName}.`)
    if (file.checksum !== checksum) throw new MigrationEditedError(packageName, id)
    return file
  })
  await exclusively(target, async (client) => {
    for (const file of wanted) await apply(client, file, file.up, RECORD, [file.packageName, file.id, file.checksum])
  })
}

/** Takes back the last `steps` migrations, newest first. Returns what it took back. */
export async function rollback(
  target: MigrationTarget,
  folders: readonly string[],
  steps: number,
): Promise<Migration[]> {
  const files = await readFolders(folders)
  return await exclusively(target, async (client) => {
    const { rows } = await client.query<{ package: string; id: string }>(
      'select package, id from schema_migrations order by sequence desc limit $1',
      [steps],
    )
    const undone: Migration[] = []
    for (const row of rows) {
      const file = files.find((candidate) => candidate.packageName === row.package && candidate.id === row.id)
      if (!file)
        throw new MigrationFilesError(
          `The files of migration ${row.id} of ${row.package} are missing. Roll back with the version that applied it.`,
        )
      const down = await readFile(file.downPath, 'utf8')
      await apply(client, file, down, 'delete from schema_migrations where package = $1 and id = $2', [
        file.packageName,
        file.id,
      ])
      undone.push(identify(file))
    }
    return undone
  })
}

/** What `migrate` would apply now. Only looks, and waits for nobody. Throws MigrationEditedError, MigrationFilesError. */
export async function pendingMigrations(target: MigrationTarget, folders: readonly string[]): Promise<Migration[]> {
  const files = await readFolders(folders)
  return await withClient(target, async (client) => (await findPending(client, files)).map(identify))
}

export interface MigrationState {
  /** In the order in which they were applied. */
  readonly applied: readonly (Migration & { readonly appliedAt: string })[]
  readonly pending: readonly Migration[]
  /** Applied, but not among the files: a newer version of the program was here. */
  readonly unknown: readonly Migration[]
  /** Applied with another content than the file has now. */
  readonly edited: readonly Migration[]
}

/** What the database has against what the files hold. Only looks, and waits for nobody. Throws MigrationFilesError. */
export async function compareMigrations(target: MigrationTarget, folders: readonly string[]): Promise<MigrationState> {
  const files = await readFolders(folders)
  const rows = await withClient(target, readApplied)
  const fileOf = (row: AppliedRow) => files.find((file) => file.packageName === row.package && file.id === row.id)
  const toMigration = (row: AppliedRow) => ({ packageName: row.package, id: row.id })
  return {
    applied: rows.map((row) => ({ ...toMigration(row), appliedAt: row.applied_at.toISOString() })),
    pending: files
      .filter((file) => !rows.some((row) => row.package === file.packageName && row.id === file.id))
      .map(identify),
    unknown: rows.filter((row) => !fileOf(row)).map(toMigration),
    edited: rows.filter((row) => (fileOf(row)?.checksum ?? row.checksum) !== row.checksum).map(toMigration),
  }
}

interface AppliedRow {
  package: string
  id: string
  checksum: string
  applied_at: Date
}

async function readApplied(client: pg.ClientBase): Promise<AppliedRow[]> {
  const found = await client.query<{ known: boolean }>(`select to_regclass('schema_migrations') is not null as known`)
  if (!found.rows[0]?.known) return []
  const { rows } = await client.query<AppliedRow>(
    'select package, id, checksum, applied_at from schema_migrations order by sequence',
  )
  return rows
}

function identify({ packageName, id }: MigrationFile): Migration {
  return { packageName, id }
}

async function findPending(client: pg.ClientBase, files: readonly MigrationFile[]): Promise<MigrationFile[]> {
  const rows = await readApplied(client)
  const applied = new Map(rows.map((row) => [`${row.package} ${row.id}`, row.checksum]))
  return files.filter((file) => {
    const checksum = applied.get(`${file.packageName} ${file.id}`)
    if (checksum !== undefined && checksum !== file.checksum) throw new MigrationEditedError(file.packageName, file.id)
    return checksum === undefined
  })
}

async function apply(
  client: pg.ClientBase,
  file: MigrationFile,
  sql: string,
  record: string,
  values: readonly string[],
): Promise<void> {
  try {
    await client.query('begin')
    await client.query(sql)
    await client.query(record, [...values])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw new MigrationFailedError(file.packageName, file.id, { cause })
  }
}

async function readFolders(folders: readonly string[]): Promise<MigrationFile[]> {
  return (await Promise.all(folders.map(readFolder))).flat()
}

async function readFolder(folder: string): Promise<MigrationFile[]> {
  const packageName = await packageNameOf(folder)
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const ups = names.filter((name) => /^\d{4}_[a-z0-9_]+\.up\.sql$/.test(name))
  const expected = new Set(ups.flatMap((name) => [name, name.replace(/\.up\.sql$/, '.down.sql')]))
  const odd = names.find((name) => !expected.has(name)) ?? [...expected].find((name) => !names.includes(name))
  if (odd)
    throw new MigrationFilesError(
      `${join(folder, odd)}: a migration is a pair NNNN_name.up.sql and NNNN_name.down.sql.`,
    )
  return await Promise.all(
    ups.map(async (name) => {
      const up = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
      return {
        packageName,
        id: name.replace(/\.up\.sql$/, ''),
        up,
        downPath: join(folder, name.replace(/\.up\.sql$/, '.down.sql')),
        checksum: createHash('sha256').update(up).digest('hex'),
      }
    }),
  )
}

async function packageNameOf(folder: string): Promise<string> {
  const path = join(dirname(folder), 'package.json')
  try {
    const { name } = JSON.parse(await readFile(path, 'utf8')) as { name?: unknown }
    if (typeof name === 'string') return name
  } catch (cause) {
    throw new MigrationFilesError(`${folder} lies in no package: ${path} cannot be read.`, { cause })
  }
  throw new MigrationFilesError(`${path} has no name.`)
}

/** Any number, the same in every process: it names the lock under which migrations run. */
const MIGRATION_LOCK = 5_173_104_246

async function exclusively<T>(target: MigrationTarget, act: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  return await withClient(target, async (client) => {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    try {
      await client.query(`
        create table if not exists schema_migrations (
          sequence bigint generated always as identity unique,
          package text not null,
          id text not null,
          checksum text not null,
          applied_at timestamptz not null default now(),
          primary key (package, id)
        )`)
      return await act(client)
    } finally {
      await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
    }
  })
}

async function withClient<T>(target: MigrationTarget, act: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  if (typeof target !== 'string') {
    const client = await target.connect()
    try {
      return await act(client)
    } finally {
      client.release()
    }
  }
  const client = new pg.Client({ connectionString: target })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}
