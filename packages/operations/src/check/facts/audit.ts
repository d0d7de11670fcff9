import { openTrail, type TrailVerdict } from '../../audit/index.ts'
import { NotApplicable, type Subject } from '../subject.ts'

/** Whether the record of what was done to this installation is whole. @throws NotApplicable before the first record */
export async function gatherAudit({ environment }: Subject): Promise<TrailVerdict> {
  const verdict = await (await openTrail(environment)).verify()
  if (verdict === undefined) throw new NotApplicable('nothing is recorded yet')
  return verdict
}
