import { existsSync } from 'node:fs'
import { auditFilesOf, type TrailVerdict, verifyTrail } from '../../audit/index.ts'
import { NotApplicable, type Subject } from '../subject.ts'

/** Whether the record of what was done to this installation is whole. @throws NotApplicable before the first record */
export async function gatherAudit({ stateDirectory }: Subject): Promise<TrailVerdict> {
  const { trail, head } = auditFilesOf(stateDirectory)
  if (!existsSync(trail) && !existsSync(head)) throw new NotApplicable('nothing is recorded yet')
  return await verifyTrail(trail)
}
