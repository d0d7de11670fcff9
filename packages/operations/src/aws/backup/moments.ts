import type { RecoveryPoint } from '../clients/backup.ts'

/** Database and documents as they were at about the same time. */
export interface BackupMoment {
  /** `semiont-production-20261124T021503Z`: after the moment of the database. */
  readonly name: string
  readonly at: Date
  readonly database: RecoveryPoint
  /** null when the vault has none that belongs to it. */
  readonly files: RecoveryPoint | null
  /**
   * Documents are written before the database refers to them and stay as they are, so those of a later moment serve; of an
   * earlier one some may be missing.
   */
  readonly filesAreOlder: boolean
}

const DAY = 24 * 60 * 60 * 1000

/** The moments that a vault can go back to, newest first. Only what is complete counts. */
export function momentsOf(points: readonly RecoveryPoint[], environment: string): BackupMoment[] {
  const complete = points.filter(({ status }) => status === 'COMPLETED')
  const files = complete.filter(({ kind }) => kind === 'EFS')
  return complete
    .filter(({ kind }) => kind === 'RDS')
    .map((database) => ({
      name: momentName(environment, database.createdAt),
      at: database.createdAt,
      database,
      ...filesFor(database.createdAt, files),
    }))
    .toSorted((left, right) => right.at.getTime() - left.at.getTime())
}

/** Of the documents, those of the first moment after it, else of the last one before, within a day. */
export function filesFor(
  moment: Date,
  files: readonly RecoveryPoint[],
): { files: RecoveryPoint | null; filesAreOlder: boolean } {
  const distance = (point: RecoveryPoint) => point.createdAt.getTime() - moment.getTime()
  const near = files.filter((point) => Math.abs(distance(point)) <= DAY)
  const byDistance = near.toSorted((left, right) => Math.abs(distance(left)) - Math.abs(distance(right)))
  const later = byDistance.find((point) => distance(point) >= 0)
  const chosen = later ?? byDistance[0] ?? null
  return { files: chosen, filesAreOlder: chosen !== null && later === undefined }
}

/** As archives of an installation on this machine are named. */
export function momentName(environment: string, at: Date): string {
  return `semiont-${environment}-${compact(at)}`
}

/** Name of a copy: of an instance of RDS, which allows lower-case letters, digits and single hyphens. */
export function copyName(purpose: 'restored' | 'verify', now: Date): string {
  return `semiont-${purpose}-${compact(now).toLowerCase()}`
}

function compact(at: Date): string {
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** How long RDS and AWS Backup take, told before one waits: from what they have to read, generously. */
export function expectedMinutes(bytes: number): { readonly least: number; readonly most: number } {
  const GIGABYTE = 1_000_000_000
  const gigabytes = bytes / GIGABYTE
  // Making an instance and a file system takes this long with nothing in them; files are copied at some 100 MB/s.
  return { least: 10, most: Math.ceil(30 + gigabytes * 0.5) }
}
