import { z } from 'zod'

/**
 * Where the database is, as its parts: an orchestrator keeps user and password in a secret store and hands them out one by one.
 * `DATABASE_URL` says the same in one.
 */
export const databaseAddressSchema = z.object({
  DB_HOST: z.string().min(1),
  DB_PORT: z.coerce.number().int().min(1).max(65_535).default(5432),
  DB_NAME: z.string().min(1).default('semiont'),
  DB_USER: z.string().min(1, { error: 'is missing beside DB_HOST' }),
  DB_PASSWORD: z.string().min(1, { error: 'is missing beside DB_HOST' }),
  /** With `verify-full` the server's certificate must be for DB_HOST, by an authority of NODE_EXTRA_CA_CERTS or of Node. */
  DB_SSL: z.enum(['disable', 'verify-full']).default('disable'),
  /**
   * The role to act as. Where the password rotates between two users, what one of them makes must belong to both: they are
   * members of this role, and everything belongs to it.
   */
  DB_ROLE: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/, 'must be a plain name of a role')
    .optional(),
})

export type DatabaseAddress = z.infer<typeof databaseAddressSchema>

/** The connection string of an address. @see https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-CONNSTRING-URIS */
export function databaseUrlOf(address: DatabaseAddress): string {
  const { DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD, DB_SSL, DB_ROLE } = address
  const options = [
    ...(DB_SSL === 'disable' ? [] : [`sslmode=${DB_SSL}`]),
    ...(DB_ROLE === undefined ? [] : [`options=${encodeURIComponent(`-c role=${DB_ROLE}`)}`]),
  ]
  const login = `${encodeURIComponent(DB_USER)}:${encodeURIComponent(DB_PASSWORD)}`
  const host = DB_HOST.includes(':') ? `[${DB_HOST}]` : DB_HOST
  const query = options.length > 0 ? `?${options.join('&')}` : ''
  return `postgres://${login}@${host}:${DB_PORT}/${encodeURIComponent(DB_NAME)}${query}`
}
