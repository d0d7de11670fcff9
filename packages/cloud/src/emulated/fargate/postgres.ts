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
  await query(server.adminUrl, `create role ${owner} login createrole createdb password ${pg.escapeLiteral(password)}`)
  await query(server.adminUrl, `create database ${name} owner ${owner}`)
  await query(urlOf(server, database), `alter schema public owner to ${owner}`)
  return server
}

/** As superuser, which nobody is on RDS: for tests that look at what is there. */
export function urlOf({ adminUrl }: TestPostgresServer, database: string): string {
  return adminUrl.replace(/\/postgres$/, `/${database}`)
}

async function query(connectionString: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}
