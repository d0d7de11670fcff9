import pg from 'pg'
import { z } from 'zod'
import { type Configuration, ConfigurationError } from '../kernel/configuration.ts'
import { databaseAddressSchema, databaseUrlOf } from '../kernel/database-address.ts'

const administratorSchema = z.object({ DB_ADMIN_USER: z.string().min(1), DB_ADMIN_PASSWORD: z.string().min(1) })

/**
 * Once per database, before the first migration, where the database came with an administrator alone: makes the application's
 * role, which owns the application's database and nothing else. Run again, it gives the role the password of the environment.
 */
export async function bootstrap(_configuration: Configuration): Promise<string> {
  const address = databaseAddressSchema.safeParse(process.env)
  const administrator = administratorSchema.safeParse(process.env)
  if (!address.success || !administrator.success)
    throw new ConfigurationError('Set DB_HOST, DB_USER, DB_PASSWORD, DB_ADMIN_USER and DB_ADMIN_PASSWORD.')
  const { DB_ADMIN_USER, DB_ADMIN_PASSWORD } = administrator.data
  const { DB_ROLE: _role, ...place } = address.data
  const url = databaseUrlOf({ ...place, DB_USER: DB_ADMIN_USER, DB_PASSWORD: DB_ADMIN_PASSWORD })
  const { DB_NAME: database, DB_USER: role, DB_PASSWORD: password } = address.data
  await bootstrapDatabase(url, { database, role, password })
  return JSON.stringify({ database, role })
}

/** @param administratorUrl connects to `database` as who may create roles and owns the database */
export async function bootstrapDatabase(
  administratorUrl: string,
  { database, role, password }: { database: string; role: string; password: string },
): Promise<void> {
  const client = new pg.Client({ connectionString: administratorUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const name = client.escapeIdentifier(role)
    await client.query('begin')
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role])
    await client.query(
      `${rowCount === 0 ? 'create' : 'alter'} role ${name} login password ${client.escapeLiteral(password)}`,
    )
    // A member may hand over what it owns. Since PostgreSQL 16 even who made the role is no member by itself.
    await client.query(`grant ${name} to current_user`)
    await client.query(`alter database ${client.escapeIdentifier(database)} owner to ${name}`)
    await client.query(`alter schema public owner to ${name}`)
    await client.query('revoke all on schema public from public')
    await client.query(`revoke connect on database ${client.escapeIdentifier(database)} from public`)
    await client.query('commit')
  } finally {
    await client.end()
  }
}
