import { existsSync } from 'node:fs'
import { auditFilesOf, openTrail, type TrailVerdict, verifyTrail } from '../../audit/index.ts'
import { NotApplicable, type Subject } from '../subject.ts'

/** Whether the record of what was done to this installation is whole. @throws NotApplicable before the first record */
export async function gatherAudit({ environment, platform, stateDirectory }: Subject): Promise<TrailVerdict> {
  const verdict =
    platform.kind === 'aws' ? await (await openTrail(environment)).verify() : await verifyHere(stateDirectory)
  if (verdict === undefined) throw new NotApplicable('nothing is recorded yet')
  return verdict
}

async function verifyHere(stateDirectory: string): Promise<TrailVerdict | undefined> {
  const { trail, head } = auditFilesOf(stateDirectory)
  return existsSync(trail) || existsSync(head) ? await verifyTrail(trail) : undefined
}
