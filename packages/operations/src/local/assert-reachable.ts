import { OperationError } from '../errors.ts'
import { withConnection } from './postgres/connect.ts'

/** @throws OperationError when a database of the operator's own does not answer */
export async function assertReachable(databaseUrl: string): Promise<void> {
  await withConnection(databaseUrl, async (client) => await client.query('select 1')).catch((cause: unknown) => {
    const code =
      cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown reason'
    const reason = cause instanceof Error && cause.message ? cause.message : code
    throw new OperationError(
      `The database of DATABASE_URL cannot be reached: ${reason}`,
      'Check address, user and password, or unset DATABASE_URL to use the embedded PostgreSQL.',
      { cause },
    )
  })
}
