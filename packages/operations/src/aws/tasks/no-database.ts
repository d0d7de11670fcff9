import type { Environment } from '@semiont/config'
import { RefusedError } from '../../errors.ts'

/** What to say to who wants a connection to a database that is reachable from the tasks alone. */
export function databaseIsInside({ name }: Environment): RefusedError {
  return new RefusedError(
    `The database of ${name} can be reached from inside its network only.`,
    `Look into it from there: semiont exec --environment ${name} 'pg_isready -h $DB_HOST -p $DB_PORT'. Backups are snapshots of AWS: semiont backup.`,
  )
}
