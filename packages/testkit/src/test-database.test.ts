import pg from 'pg'
import { expect, it } from 'vitest'
import { createTestDatabase } from './test-database.ts'

it('gives each caller a database of its own on PostgreSQL 17 that folds the case of umlauts', async () => {
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query(`select current_setting('server_version') as version, lower('ÄÖÜ') as folded`)
  await client.end()
  await database.drop()
  expect(rows[0].version).toMatch(/^17\./)
  expect(rows[0].folded).toBe('äöü')
})
