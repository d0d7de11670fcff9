import { z } from 'zod'
import { databaseFindings, filesFindings } from '../backup/verdict.ts'
import { describeRestoreJob, reportRestoreTest, type RestoreJob } from '../clients/backup.ts'
import { findFileSystem } from '../clients/efs.ts'
import { findDatabaseInstance } from '../clients/rds.ts'
import { isTest, resourceIdOf, restoreVerdict } from './restore-verdict.ts'
import { type FunctionCall, type FunctionSurroundings, openSurroundings } from './surroundings.ts'

/** EventBridge's `Restore Job State Change` of AWS Backup. */
const eventSchema = z.object({ detail: z.object({ restoreJobId: z.string() }) })

/** Runs when a restore is done: judges what a restore test has made, and tells AWS Backup, and everybody when it is bad. */
export async function handler(
  event: unknown,
  call: FunctionCall,
): Promise<{ judged: boolean; passed: boolean | null }> {
  const { detail } = eventSchema.parse(event)
  const surroundings = openSurroundings(call)
  const { connection, environment, log, tell } = surroundings
  const job = await describeRestoreJob(connection, detail.restoreJobId)
  if (!isTest(job)) {
    log('Not a restore test that is to be judged', { job })
    return { judged: false, passed: null }
  }
  const verdict = restoreVerdict(job.kind, await findingsOf(surroundings, job))
  await reportRestoreTest(connection, job.id, verdict)
  log('Restore test judged', { job: job.id, kind: job.kind, ...verdict })
  if (!verdict.passed)
    await tell(
      `Semiont (${environment.name}): a backup cannot be restored`,
      [
        `The restore test ${job.id} (${job.kind}) has failed: ${verdict.message}`,
        `Look at it: aws backup describe-restore-job --restore-job-id ${job.id}`,
        `Prove another backup: semiont verify --environment ${environment.name}`,
      ].join('\n'),
    )
  return { judged: true, passed: verdict.passed }
}

async function findingsOf(
  { connection }: FunctionSurroundings,
  { kind, result }: RestoreJob,
): Promise<string[] | null> {
  const id = resourceIdOf(result)
  if (kind === 'RDS') return databaseFindings(await findDatabaseInstance(connection, id), { engine: 'postgres' })
  if (kind === 'EFS') return filesFindings(await findFileSystem(connection, id))
  return null
}
