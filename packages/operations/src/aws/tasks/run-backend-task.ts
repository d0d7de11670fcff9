import { newSealKeys, openReply, REPLY_KEY_VARIABLE } from '@semiont/config/sealed-reply'
import { NAMES } from '@semiont/config/aws-names'
import { IncompleteError, RefusedError, ServiceFailedError } from '../../errors.ts'
import type { BackendTask } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'
import { describeServices } from '../clients/ecs.ts'
import { runTask, type TaskRun } from '../clients/ecs-run.ts'
import { assertFits, hasOwnDefinition, planTask } from './one-off-task.ts'
import { describeFailure } from './task-failure.ts'
import { logOf, readUntil } from './task-output.ts'
import { awaitStopped } from './watch-task.ts'

/** What a task wrote last is in CloudWatch within seconds; a minute means that it does not come. */
const REPLY_SECONDS = 60
/** A failed task has said why before it ended, or says nothing. */
const LAST_WORDS_SECONDS = 10

/**
 * Runs the backend's program once, as a task of its own with the configuration, network and rights of the backend; returns
 * its answer. The answer comes through the log that everyone may read who may read logs: it is sealed for this one call.
 * @throws ServiceFailedError when it fails, with its last lines; IncompleteError when AWS did not start it or its answer is lost
 */
export async function runBackendTask(connection: AwsConnection, task: BackendTask): Promise<string> {
  assertPossible(task)
  const outputs = await readStackOutputs(connection, 'app')
  const service = hasOwnDefinition(task.args)
    ? undefined
    : (await describeServices(connection, [NAMES.services.backend]))[0]
  const plan = planTask(task.args, outputs, service?.taskDefinitionArn ?? null)
  return await runSealedTask(connection, plan, task.signal)
}

/** The same of any definition that runs the backend's program, with variables that differ from the definition's. */
export async function runSealedTask(
  connection: AwsConnection,
  { variables = {}, ...plan }: Omit<TaskRun, 'variables'> & Partial<Pick<TaskRun, 'variables'>>,
  signal: AbortSignal,
): Promise<string> {
  const keys = newSealKeys()
  const run = { ...plan, variables: { ...variables, [REPLY_KEY_VARIABLE]: keys.publicKey } }
  assertFits(run)
  const begun = await runTask(connection, run)
  if ('failure' in begun)
    throw new IncompleteError(
      `AWS does not start the task ${nameOf(run)}: ${begun.failure.replace(/\.$/, '')}.`,
      'When it is a matter of capacity, try again in some minutes.',
    )
  const task = await awaitStopped(connection, begun.task, signal)
  const place = await logOf(connection, task, run.container)
  const exitCode = task.containers.find(({ name }) => name === run.container)?.exitCode ?? null
  if (exitCode !== 0 || place === undefined) {
    const lines = place ? (await readUntil(connection, place, lastWords(signal))).lines : []
    throw new ServiceFailedError(
      describeFailure({ name: nameOf(run), task, container: run.container, lines }),
      `More is in the log: semiont logs --service backend --environment ${connection.environment.name}`,
    )
  }
  const found = (lines: string[]) => openReply(lines, keys)
  const { result } = await readUntil(connection, place, { found, seconds: REPLY_SECONDS, signal })
  if (result !== undefined) return result
  throw new IncompleteError(
    `The task ${nameOf(run)} (${task.id}) ended well, but its answer is not in the log.`,
    'The image that runs may be older than this command: bring it up to date with semiont deploy, then try again.',
  )
}

function lastWords(signal: AbortSignal) {
  const found = (lines: string[]) => (lines.length > 0 ? lines : undefined)
  return { found, seconds: LAST_WORDS_SECONDS, signal }
}

function nameOf({ command }: Pick<TaskRun, 'command'>): string {
  return command[0] ?? ''
}

function assertPossible({ args, input, databaseUrl, dataDirectory }: BackendTask): void {
  const given = Object.entries({ input, databaseUrl, dataDirectory }).find(([, value]) => value !== undefined)?.[0]
  if (given === undefined) return
  const words = {
    input: 'reads nothing: a task on AWS has no standard input',
    databaseUrl: 'runs on the database of the installation alone: another one cannot be reached',
    dataDirectory: 'runs on the documents of the installation alone',
  }
  throw new RefusedError(
    `On AWS the task ${args[0] ?? ''} ${words[given as keyof typeof words]}.`,
    'Backups there are snapshots of AWS: see docs/commands/backup.md and restore.md.',
  )
}
