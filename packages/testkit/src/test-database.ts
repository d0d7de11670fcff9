import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'

/** A database that belongs to one test file alone. */
export interface TestDatabase {
  readonly url: string
  drop(): Promise<void>
}

/**
 * Makes an empty database, or a copy of a template that `migrate` has filled once for the whole run.
 * `template` names the template (for example a digest of the migrations); the same name is migrated only once.
 */
export async function createTestDatabase(
  options: { template?: { name: string; migrate(url: string): Promise<void> } } = {},
): Promise<TestDatabase> {
  const adminUrl = inject('testPostgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await withAdmin(adminUrl, async (admin) => {
    if (!options.template) {
      await admin.query(`create database ${name}`)
      return
    }
    const template = `template_${options.template.name.replaceAll(/[^a-z0-9]/gi, '_').toLowerCase()}`
    await admin.query(`select pg_advisory_lock(hashtext('semiont-test-template'))`)
    try {
      const existing = await admin.query('select 1 from pg_database where datname = $1', [template])
      if (existing.rowCount === 0) {
        await admin.query(`create database ${template}_new`)
        await options.template.migrate(databaseUrl(adminUrl, `${template}_new`))
        await admin.query(`alter database ${template}_new rename to ${template}`)
      }
      await admin.query(`create database ${name} template ${template}`)
    } finally {
      await admin.query(`select pg_advisory_unlock(hashtext('semiont-test-template'))`)
    }
  })
  return {
    url: databaseUrl(adminUrl, name),
    drop: () =>
      withAdmin(adminUrl, async (admin) => {
        await connectionsClosed(admin, name)
        await admin.query(`drop database if exists ${name} with (force)`)
      }),
  }
}

/**
 * `pool.end()` resolves before its connections are closed; one that is cut off by the dropping would report an error to
 * nobody, which ends the test run. What is still open after a second is cut off all the same.
 */
async function connectionsClosed(admin: pg.Client, name: string): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const { rowCount } = await admin.query('select 1 from pg_stat_activity where datname = $1', [name])
    if (rowCount === 0) return
    await sleep(20)
  }
}

function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

async function withAdmin(url: string, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await act(client)
  } finally {
    await client.end()
  }
}
