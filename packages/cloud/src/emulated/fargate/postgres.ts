import { execFileSync } from 'node:child_process'
import { chownSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startTestPostgresServer, type TestPostgresServer } from '@semiont/testkit/postgres-server'
import pg from 'pg'

/** What RDS was told when it made the instance. */
export interface DatabaseWanted {
  readonly database: string
  readonly user: string
  readonly password: string
}

/** A real PostgreSQL as RDS hands it over: an administrator who may make roles, owns the database and is no superuser. */
export async function startDatabase({ database, user, password }: DatabaseWanted): Promise<TestPostgresServer> {
  const server = await startTestPostgresServer()
  const [name, owner] = [pg.escapeIdentifier(database), pg.escapeIdentifier(user)]
  await asSuperuser(server.adminUrl, async (client) => {
    await client.query(`create role ${owner} login createrole createdb password ${pg.escapeLiteral(password)}`)
    await client.query(`create database ${name} owner ${owner}`)
  })
  const schema = `alter schema public owner to ${owner}`
  await asSuperuser(urlOf(server, database), async (client) => await client.query(schema))
  return server
}

/** As superuser, which nobody is on RDS: for tests that look at what is there. */
export function urlOf({ adminUrl }: TestPostgresServer, database: string): string {
  return adminUrl.replace(/\/postgres$/, `/${database}`)
}

/**
 * Copies what a server holds while it runs.
 * @see https://www.postgresql.org/docs/17/continuous-archiving.html#BACKUP-LOWLEVEL-BASE-BACKUP
 */
export async function copyData({ adminUrl, dataDirectory }: TestPostgresServer, folder: string): Promise<void> {
  await asSuperuser(adminUrl, async (client) => {
    await client.query("select pg_backup_start('snapshot', fast => true)")
    execFileSync('cp', ['-a', dataDirectory, folder])
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)')
    // What was written meanwhile.
    execFileSync('cp', ['-a', `${join(dataDirectory, 'pg_wal')}/.`, join(folder, 'pg_wal')])
    const label = join(folder, 'backup_label')
    writeFileSync(label, rows[0]?.labelfile ?? '')
    const { uid, gid } = statSync(folder)
    chownSync(label, uid, gid)
  })
  for (const running of ['postmaster.pid', 'postmaster.opts']) rmSync(join(folder, running), { force: true })
}

async function asSuperuser(connectionString: string, use: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await use(client)
  } finally {
    await client.end()
  }
}
