import { randomBytes } from 'node:crypto'
import { migrate } from '@semiont/event-store'
import { createTestDatabase, type TestDatabase } from '@semiont/testkit'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrationFolders } from '../migrations.ts'
import { bootstrapDatabase } from './bootstrap-database.ts'

const suffix = randomBytes(4).toString('hex')
const administrator = { name: `boss_${suffix}`, password: 'the administrator’s password' }
const application = { name: `app_${suffix}`, password: "it's a p@ssword" }
let test: TestDatabase
let database: string

const as = ({ name, password }: { name: string; password: string }) => {
  const url = new URL(test.url)
  url.username = name
  url.password = encodeURIComponent(password)
  return url.href
}

async function query(url: string, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return await client.query(text)
  } finally {
    await client.end()
  }
}

beforeAll(async () => {
  test = await createTestDatabase()
  database = new URL(test.url).pathname.slice(1)
  // As RDS gives it out: may create roles and databases, owns the database, is no superuser.
  await query(
    test.url,
    `create role ${administrator.name} login createrole createdb password '${administrator.password}'`,
  )
  await query(test.url, `alter database ${database} owner to ${administrator.name}`)
  await query(test.url, `alter schema public owner to ${administrator.name}`)
})

afterAll(async () => {
  await test.drop()
})

it('makes a role that can migrate and own everything, and does no harm when run again', async () => {
  const wanted = { database, role: application.name, password: 'another one' }
  await bootstrapDatabase(as(administrator), wanted)
  await bootstrapDatabase(as(administrator), { ...wanted, password: application.password })
  await migrate(as(application), migrationFolders())
  const { rows } = await query(as(application), "select distinct tableowner from pg_tables where schemaname = 'public'")
  expect(rows).toEqual([{ tableowner: application.name }])
})

it('lets the second user of a password rotation work with what the first has made', async () => {
  const clone = { name: `${application.name}_clone`, password: 'the other password' }
  await query(test.url, `create role ${clone.name} login password '${clone.password}' in role ${application.name}`)
  const acting = `${as(clone)}?options=${encodeURIComponent(`-c role=${application.name}`)}`
  await query(acting, 'create table made_by_the_clone (id int)')
  await expect(query(as(application), 'drop table made_by_the_clone')).resolves.toBeDefined()
})

it('lets nobody else in', async () => {
  const stranger = { name: `stranger_${suffix}`, password: 'stranger' }
  await query(test.url, `create role ${stranger.name} login password 'stranger'`)
  await expect(query(as(stranger), 'select 1')).rejects.toThrow(/permission denied/)
})
