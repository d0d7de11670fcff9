import type { DatabaseInstance } from '../clients/rds.ts'
import type { FileSystem } from '../clients/efs.ts'

/** What is wrong with a copy of the database that AWS says is there; empty when nothing is. */
export function databaseFindings(
  copy: DatabaseInstance | undefined,
  original: Pick<DatabaseInstance, 'engine'>,
): string[] {
  if (copy === undefined) return ['The restored database is not there.']
  return [
    ...(copy.status === 'available' ? [] : [`The restored database is ${copy.status}.`]),
    ...(copy.engine === original.engine ? [] : [`The restored database is ${copy.engine}, not ${original.engine}.`]),
    ...(copy.encrypted ? [] : ['The restored database is not encrypted.']),
    ...(copy.allocatedGb > 0 ? [] : ['The restored database has no storage.']),
  ]
}

/** What is wrong with a copy of the files. Sizes are metered once an hour: a fresh copy may say it has none. */
export function filesFindings(copy: FileSystem | undefined): string[] {
  if (copy === undefined) return ['The restored file system is not there.']
  return [
    ...(copy.state === 'available' ? [] : [`The restored file system is ${copy.state}.`]),
    ...(copy.encrypted ? [] : ['The restored file system is not encrypted.']),
  ]
}
