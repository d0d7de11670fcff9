import type pg from 'pg'
import { databaseUrl, withConnection } from './connect.ts'
import { SUPERUSER } from './initialise.ts'

export const APPLICATION_NAME = 'semiont'

/**
 * Makes sure that the application's database exists, owned by a role that is no superuser: it can do everything in its
 * own database and nothing to the machine. Returns its address.
 */
export async function ensureApplicationDatabase(options: {
  port: number
  superuserPassword: string
  password: string
}): Promise<string> {
  const { port, password } = options
  const address = { port, user: APPLICATION_NAME, password, database: APPLICATION_NAME }
  const own = databaseUrl(address)
  if (await accepts(own)) return own
  const admin = databaseUrl({ port, user: SUPERUSER, password: options.superuserPassword, database: 'postgres' })
  await withConnection(admin, async (client) => {
    const quoted = client.escapeLiteral(password)
    const role = (await exists(client, `select 1 from pg_roles where rolname = $1`)) ? 'alter' : 'create'
    await client.query(`${role} role ${APPLICATION_NAME} login password ${quoted}`)
    if (!(await exists(client, `select 1 from pg_database where datname = $1`))) {
      await client.query(`create database ${APPLICATION_NAME} owner ${APPLICATION_NAME}`)
    }
  })
  return own
}

async function accepts(url: string): Promise<boolean> {
  return await withConnection(url, async () => true).catch(() => false)
}

async function exists(client: pg.Client, query: string): Promise<boolean> {
  const { rowCount } = await client.query(query, [APPLICATION_NAME])
  return rowCount === 1
}
