import { z } from 'zod'
import { IncompleteError } from '../../../errors.ts'
import type { Progress } from '../../../platform/platform.ts'
import type { AwsConnection } from '../../account/connection.ts'
import { readStackOutputs } from '../../account/stack-outputs.ts'
import { createAwsBackup } from '../../backup/index.ts'
import { deregisterTaskDefinition, registerWithImage } from '../../clients/ecs-definitions.ts'
import { planTask } from '../../tasks/one-off-task.ts'
import { runBackendTask, runSealedTask } from '../../tasks/index.ts'

const nameSchema = z.object({ packageName: z.string(), id: z.string() })
const stateSchema = z.object({ pending: z.array(nameSchema), unknown: z.array(nameSchema) })

export interface MigrationReport {
  /** `@semiont/backend 0070_notes`: applied now. */
  readonly applied: readonly string[]
  /** What the database has and this program does not know: it was migrated by a newer one. */
  readonly unknown: readonly string[]
  /** The backup that was taken before; null where there was nothing to apply. */
  readonly backup: string | null
}

export interface MigrationOptions {
  readonly tag: string
  readonly now: () => Date
  readonly progress: Progress
  readonly signal: AbortSignal
}

/**
 * Brings the database to the version of an image that no service runs yet, by a task of its own; before that, where anything is
 * to be applied, takes a backup. What runs goes on with the migrated database: migrations only add.
 */
export async function migrateWithImage(
  connection: AwsConnection,
  { tag, now, progress, signal }: MigrationOptions,
): Promise<MigrationReport> {
  const outputs = await readStackOutputs(connection, 'app')
  const plan = planTask(['migrate'], outputs, null)
  const imageOf = (former: string) => withTag(former, tag)
  const taskDefinition = await registerWithImage(connection, plan.taskDefinition, imageOf)
  try {
    progress.step('Asking the new image which migrations the database lacks.')
    const state = { ...plan, taskDefinition, command: ['migration-state'] }
    const { pending, unknown } = readState(await runSealedTask(connection, state, signal))
    if (pending.length === 0) return { applied: [], unknown, backup: null }
    progress.step(`${pending.length} to apply; a backup first.`)
    const backup = await createAwsBackup({ connection, now, progress, signal })
    progress.step(`Migrating: ${pending.join(', ')}.`)
    await runSealedTask(connection, { ...plan, taskDefinition }, signal)
    return { applied: pending, unknown, backup: backup.name }
  } finally {
    await deregisterTaskDefinition(connection, taskDefinition).catch(() => {
      progress.step(`The task definition ${taskDefinition} is left over; it costs nothing.`)
    })
  }
}

/** Makes the application's role in a new database, and then its tables. */
export async function bootstrapDatabase(
  connection: AwsConnection,
  { progress, signal }: Pick<MigrationOptions, 'progress' | 'signal'>,
): Promise<void> {
  progress.step('Making the role of the application in the database.')
  await runBackendTask(connection, { args: ['bootstrap-database'], signal })
  progress.step('Making the tables.')
  await runBackendTask(connection, { args: ['migrate'], signal })
}

/** The same image of another tag. Pure. */
export function withTag(image: string, tag: string): string {
  return image.replace(/(@sha256:[0-9a-f]+|:[\w.-]+)?$/, `:${tag}`)
}

function readState(text: string): { pending: string[]; unknown: string[] } {
  const parsed = stateSchema.safeParse(parseJson(text))
  if (!parsed.success)
    throw new IncompleteError(
      'The new image does not say which migrations the database lacks. Nothing was changed.',
      'It may be older than this command. Publish the version that is checked out: semiont publish',
    )
  const names = (migrations: z.infer<typeof nameSchema>[]) =>
    migrations.map(({ packageName, id }) => `${packageName} ${id}`)
  return { pending: names(parsed.data.pending), unknown: names(parsed.data.unknown) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
