import { NAMES } from '@semiont/config/aws-names'
import { z } from 'zod'
import { OperationError } from '../../errors.ts'
import type { AwsConnection } from '../account/connection.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'
import { describeServices } from '../clients/ecs.ts'
import { planTask } from '../tasks/one-off-task.ts'
import { runSealedTask } from '../tasks/run-backend-task.ts'
import type { AwsBackupOptions } from './create-backup.ts'
import type { RestoredCopy } from './restore-copy.ts'

export interface LogReview {
  /** Verified by its hash chain; null when nobody could look. */
  readonly events: number | null
  readonly findings: readonly string[]
}

const reviewSchema = z.object({
  events: z.number(),
  damage: z.object({ streamId: z.string(), version: z.number(), reason: z.string() }).nullable(),
})

/**
 * Has a task in the network of the installation verify the hash chain of every event of a restored database.
 * @param resetPasswords give the application's user of the copy its password of today first: that of the copy is as old as it
 *   is. Only where the copy is removed afterwards: it makes that user the owner.
 */
export async function reviewCopiedLog(
  { connection, progress, signal }: AwsBackupOptions,
  { database }: RestoredCopy,
  { resetPasswords }: { readonly resetPasswords: boolean },
): Promise<LogReview> {
  const host = database?.endpoint
  if (host === null || host === undefined) return unknown('it has no address')
  try {
    progress.step(`A task verifies every event of ${host}.`)
    if (resetPasswords) await askBackend(connection, ['bootstrap-database'], host, signal)
    return judgeLog(JSON.parse(await askBackend(connection, ['verify-log'], host, signal)))
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof OperationError) return unknown(error.message)
    throw error
  }
}

/** What the backend's task `verify-log` has answered. */
export function judgeLog(answer: unknown): LogReview {
  const parsed = reviewSchema.safeParse(answer)
  if (!parsed.success) return unknown('the answer of the task was not understood')
  const { events, damage } = parsed.data
  if (damage === null) return { events, findings: [] }
  return {
    events,
    findings: [`Event ${damage.version} of ${damage.streamId} is not as it was written: ${damage.reason}.`],
  }
}

async function askBackend(
  connection: AwsConnection,
  args: readonly string[],
  host: string,
  signal: AbortSignal,
): Promise<string> {
  const outputs = await readStackOutputs(connection, 'app')
  const [service] = await describeServices(connection, [NAMES.services.backend])
  const plan = planTask(args, outputs, service?.taskDefinitionArn ?? null)
  return await runSealedTask(connection, { ...plan, variables: { DB_HOST: host } }, signal)
}

function unknown(why: string): LogReview {
  return { events: null, findings: [`The events of the restored database were not verified: ${why}`] }
}
