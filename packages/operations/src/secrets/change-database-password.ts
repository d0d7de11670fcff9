import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DATABASE_PASSWORD_SECRET, stateDirectoryOf } from '@semiont/config'
import { RefusedError, RolledBackError } from '../errors.ts'
import type { Platform } from '../platform/platform.ts'
import { withConnection } from '../local/postgres/connect.ts'

/**
 * Gives the application's role of the embedded database another password, the one given or one made here, and proves that it
 * opens the database. Only while nothing runs: PostgreSQL knows one password for each role, so services that have the former
 * one could open no more connections. Whatever interrupts it, the next start sets the role to what is stored.
 * @throws RefusedError while the installation runs; RolledBackError when the database does not open with it
 */
export async function changeDatabasePassword(
  platform: Platform,
  password: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { secrets, environment } = platform
  const suffix = environment.name === 'local' ? '' : ` --environment ${environment.name}`
  if ((await platform.status()).running)
    throw new RefusedError(
      'The password of the database cannot be changed while services run with the present one. Nothing was changed.',
      `First: semiont stop${suffix}, then the same command, then: semiont start${suffix}`,
    )
  const before = await secrets.find(DATABASE_PASSWORD_SECRET)
  await secrets.set(DATABASE_PASSWORD_SECRET, password ?? randomBytes(24).toString('base64url'))
  // The first start makes the database with it.
  if (before === undefined || !existsSync(join(stateDirectoryOf(environment), 'postgres', 'data'))) return
  try {
    // A server that is started for this gives the role the stored password.
    await platform.withDatabase(async ({ url }) => {
      await withConnection(url, async (client) => await client.query('select 1'))
    }, signal)
  } catch (cause) {
    await secrets.set(DATABASE_PASSWORD_SECRET, before)
    throw new RolledBackError(
      'The database did not open with the new password. The former one is kept.',
      `See what is wrong with: semiont check${suffix}`,
      { cause },
    )
  }
}
