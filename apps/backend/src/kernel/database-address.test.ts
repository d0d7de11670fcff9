import pg from 'pg'
import { createTestDatabase } from '@semiont/testkit'
import { expect, it } from 'vitest'
import { databaseAddressSchema, databaseUrlOf } from './database-address.ts'
import { readConfiguration } from './configuration.ts'

const secret = { JWT_SECRET: 'x'.repeat(32) }
const parts = { DB_HOST: 'db.example.org', DB_USER: 'semiont', DB_PASSWORD: 'p@ss/w:rd?#' }

it('makes a connection string of parts, whatever is in a password', () => {
  const url = new URL(readConfiguration({ ...secret, ...parts, DB_SSL: 'verify-full' }).databaseUrl)
  expect(decodeURIComponent(url.password)).toBe(parts.DB_PASSWORD)
  expect(url.host).toBe('db.example.org:5432')
  expect(url.searchParams.get('sslmode')).toBe('verify-full')
})

it('lets DATABASE_URL win over the parts', () => {
  const DATABASE_URL = 'postgres://me@here/db'
  expect(readConfiguration({ ...secret, ...parts, DATABASE_URL }).databaseUrl).toBe(DATABASE_URL)
})

it('names the part that is missing', () => {
  expect(() => readConfiguration({ ...secret, DB_HOST: 'db.example.org', DB_USER: 'semiont' })).toThrow(/DB_PASSWORD/)
})

it('acts as the role that both users of a rotation belong to: what one makes, the other owns too', async () => {
  const database = await createTestDatabase()
  const { hostname, port, username, password, pathname } = new URL(database.url)
  const address = databaseAddressSchema.parse({
    DB_HOST: hostname,
    DB_PORT: port,
    DB_NAME: pathname.slice(1),
    DB_USER: decodeURIComponent(username),
    DB_PASSWORD: decodeURIComponent(password),
    DB_ROLE: 'pg_monitor',
  })
  const client = new pg.Client(databaseUrlOf(address))
  await client.connect()
  try {
    const { rows } = await client.query('select current_user as acting, session_user as login')
    expect(rows).toEqual([{ acting: 'pg_monitor', login: decodeURIComponent(username) }])
  } finally {
    await client.end()
  }
})
