import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@semiont/testkit'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  compareMigrations,
  eventStoreMigrations,
  MigrationEditedError,
  MigrationFailedError,
  MigrationFilesError,
  migrate,
  migrateLike,
  pendingMigrations,
  rollback,
} from './index.ts'

let database: TestDatabase
let pool: pg.Pool
let directory: string
beforeEach(async () => {
  database = await createTestDatabase()
  pool = new pg.Pool({ connectionString: database.url })
  directory = await mkdtemp(join(tmpdir(), 'semiont-migrations-'))
})
afterEach(async () => {
  await pool.end()
  await database.drop()
  await rm(directory, { recursive: true })
})

/** A package with migrations `{ '0001_name': [up, down] }`. */
async function packageWith(name: string, migrations: Record<string, [string, string]>): Promise<string> {
  const folder = join(directory, name, 'migrations')
  await mkdir(folder, { recursive: true })
  await writeFile(join(directory, name, 'package.json'), JSON.stringify({ name: `@test/${name}` }))
  for (const [id, [up, down]] of Object.entries(migrations)) {
    await writeFile(join(folder, `${id}.up.sql`), up)
    await writeFile(join(folder, `${id}.down.sql`), down)
  }
  return folder
}

const ids = (migrations: { id: string }[]) => migrations.map((migration) => migration.id)
const shelf: Record<string, [string, string]> = {
  '0001_shelves': ['create table shelves (id int)', 'drop table shelves'],
  '0002_books': ['create table books (id int); insert into books values (1)', 'drop table books'],
}

it('applies the folders in order, each migration once, and says what it did', async () => {
  const folders = [eventStoreMigrations, await packageWith('books', shelf)]
  expect(ids(await pendingMigrations(pool, folders))).toEqual(['0001_event_log', '0001_shelves', '0002_books'])
  expect(ids(await migrate(database.url, folders))).toEqual(['0001_event_log', '0001_shelves', '0002_books'])
  expect(await migrate(pool, folders)).toEqual([])
  expect(await pendingMigrations(pool, folders)).toEqual([])
})

it('is done by one of several processes that start at once', async () => {
  const folders = [eventStoreMigrations, await packageWith('books', shelf)]
  const results = await Promise.all(Array.from({ length: 6 }, () => migrate(database.url, folders)))
  expect(results.map((applied) => applied.length).toSorted()).toEqual([0, 0, 0, 0, 0, 3])
})

it('goes back step by step, and forward again, to the same schema', async () => {
  const folders = [eventStoreMigrations, await packageWith('books', shelf)]
  const schema = async () =>
    (
      await pool.query(`
        select table_schema, table_name, column_name, data_type from information_schema.columns
        where table_schema in ('public', 'event_store') and table_name <> 'schema_migrations' order by 1, 2, 3`)
    ).rows
  await migrate(pool, folders)
  const before = await schema()
  expect(ids(await rollback(pool, folders, 1))).toEqual(['0002_books'])
  expect(ids(await rollback(pool, folders, 5))).toEqual(['0001_shelves', '0001_event_log'])
  expect(await schema()).toEqual([])
  await migrate(pool, folders)
  expect(await schema()).toEqual(before)
})

it('refuses a migration that was edited after it had been applied, and says what to do', async () => {
  const folder = await packageWith('books', shelf)
  await migrate(pool, [folder])
  await writeFile(join(folder, '0001_shelves.up.sql'), 'create table shelves (id bigint)')
  const refused = migrate(pool, [folder])
  await expect(refused).rejects.toBeInstanceOf(MigrationEditedError)
  await expect(refused).rejects.toThrow(/0001_shelves of @test\/books.*new migration/)
})

it('does not mistake a checkout with other line ends for an edit', async () => {
  const folder = await packageWith('books', { '0001_two': ['create table two (\n  id int\n)', 'drop table two'] })
  await migrate(pool, [folder])
  await writeFile(join(folder, '0001_two.up.sql'), 'create table two (\r\n  id int\r\n)')
  expect(await migrate(pool, [folder])).toEqual([])
})

it('keeps nothing of a migration that fails halfway, and everything before it', async () => {
  const folder = await packageWith('books', {
    ...shelf,
    '0003_broken': ['create table half (id int); select 1/0', 'select 1'],
  })
  const failing = migrate(pool, [folder])
  await expect(failing).rejects.toBeInstanceOf(MigrationFailedError)
  await expect(failing).rejects.toThrow('0003_broken of @test/books failed and changed nothing: division by zero')
  const { rows } = await pool.query(`select to_regclass('half') as half, to_regclass('books') as books`)
  expect(rows).toEqual([{ half: null, books: 'books' }])
})

it('refuses a migration without a way back, and a folder that is in no package', async () => {
  const folder = await packageWith('books', shelf)
  await writeFile(join(folder, '0003_oneway.up.sql'), 'select 1')
  await expect(migrate(pool, [folder])).rejects.toBeInstanceOf(MigrationFilesError)
  const stray = join(directory, 'stray', 'migrations')
  await mkdir(stray, { recursive: true })
  await expect(migrate(pool, [stray])).rejects.toThrow('lies in no package')
})

it('gives an empty database exactly the migrations that another one has, and refuses those of other files', async () => {
  const folder = await packageWith('notes', {
    '0001_notes': ['create table notes (text text)', 'drop table notes'],
    '0002_authors': ['create table authors (name text)', 'drop table authors'],
  })
  await migrate(pool, [folder])
  const { rows } = await pool.query<{ package: string; id: string; checksum: string }>(
    'select package, id, checksum from schema_migrations order by sequence limit 1',
  )
  const applied = rows.map(({ package: packageName, id, checksum }) => ({ packageName, id, checksum }))
  const empty = await createTestDatabase()
  try {
    await migrateLike(empty.url, [folder], applied)
    expect(await pendingMigrations(empty.url, [folder])).toEqual([{ packageName: '@test/notes', id: '0002_authors' }])
    const later = { packageName: '@test/notes', id: '0003_later', checksum: '' }
    await expect(migrateLike(empty.url, [folder], [later])).rejects.toThrow(MigrationFilesError)
    const edited = applied.map((migration) => ({ ...migration, checksum: 'other' }))
    await expect(migrateLike(empty.url, [folder], edited)).rejects.toThrow(MigrationEditedError)
  } finally {
    await empty.drop()
  }
})

it('finds the migrations of the event store by package name', async () => {
  expect(await readdir(eventStoreMigrations)).toContain('0001_event_log.up.sql')
})

it('compares what is applied with the files: pending, edited, and applied by a newer program', async () => {
  const folder = await packageWith('notes', {
    '0001_notes': ['create table notes (text text)', 'drop table notes'],
    '0002_authors': ['create table authors (name text)', 'drop table authors'],
  })
  const name = (id: string) => ({ packageName: '@test/notes', id })
  expect(await compareMigrations(pool, [folder])).toEqual({
    applied: [],
    pending: [name('0001_notes'), name('0002_authors')],
    unknown: [],
    edited: [],
  })
  await migrate(pool, [folder])
  const now = await packageWith('notes', {
    '0001_notes': ['create table notes (words text)', 'drop table notes'],
    '0003_years': ['create table years (number int)', 'drop table years'],
  })
  await rm(join(now, '0002_authors.up.sql'))
  await rm(join(now, '0002_authors.down.sql'))
  expect(await compareMigrations(pool, [now])).toMatchObject({
    applied: [name('0001_notes'), name('0002_authors')],
    pending: [name('0003_years')],
    unknown: [name('0002_authors')],
    edited: [name('0001_notes')],
  })
})
