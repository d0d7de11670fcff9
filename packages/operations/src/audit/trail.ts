import { existsSync } from 'node:fs'
import type { AuditEntry, AuditRecord, Link } from './audit-record.ts'
import { appendToTrail, auditFilesOf, type Head, readHead, readTrail } from './audit-trail.ts'
import { type TrailVerdict, verifyTrail } from './verify-trail.ts'

/** The audit trail of an environment, wherever it is kept: in a file here, or where the installation is. */
export interface AuditTrail {
  /** The file, or the address of where it is kept. */
  readonly place: string
  /**
   * Appends one record to the chain. When this returns, the record survives the loss of power on this machine. Any number of
   * processes may append at once.
   * @throws OperationError, and what the file system throws
   */
  append(entry: AuditEntry): Promise<AuditRecord>
  /** Every record in the order in which it was written, unchecked; what is none is left out. */
  read(): AsyncGenerator<AuditRecord>
  findHead(): Promise<Head | undefined>
  /**
   * Checks the chain from its first record to its last, and that it reaches its own head and those noted elsewhere. Undefined
   * when nothing was ever recorded.
   */
  verify(noted?: readonly Link[]): Promise<TrailVerdict | undefined>
  /** Records that are on this machine alone as yet. */
  countWaiting(): Promise<number>
}

/** The trail in the folder of an environment on this machine. */
export function fileTrail(stateDirectory: string): AuditTrail {
  const { trail, head } = auditFilesOf(stateDirectory)
  return {
    place: trail,
    append: (entry) => appendToTrail(stateDirectory, entry),
    read: () => readTrail(stateDirectory),
    findHead: () => readHead(stateDirectory),
    async verify(noted = []) {
      if (existsSync(trail)) return await verifyTrail(trail, noted)
      return existsSync(head) || noted.length > 0 ? goneTrail() : undefined
    },
    countWaiting: () => Promise.resolve(0),
  }
}

function goneTrail(): TrailVerdict {
  const explanation = 'The file is gone, and its head says that there was one.'
  return {
    intact: false,
    records: 0,
    firstBad: { sequence: 1, line: 1, damage: 'truncated', explanation },
    incompleteBytes: 0,
    last: null,
  }
}
