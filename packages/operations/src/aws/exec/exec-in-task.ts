import { randomBytes } from 'node:crypto'
import { ECSClient } from '@aws-sdk/client-ecs'
import { NAMES } from '@semiont/config/aws-names'
import { IncompleteError } from '../../errors.ts'
import type { ExecRequest } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { isAwsError } from '../account/problems.ts'
import { describeExecReadiness, type ExecSession, executeCommand } from '../clients/ecs-exec.ts'
import { type EcsTask, findTasks } from '../clients/ecs-tasks.ts'
import { assertReady, chooseTask } from './choose-task.ts'
import { runSession } from './run-session.ts'
import { assertPlugin, startPlugin } from './session-plugin.ts'
import { type InputKind, marksOf, wrapCommand } from './wrap-command.ts'

/**
 * Runs a command in a task of the service and returns its exit code. There is a terminal on the other side: what it writes to
 * either output comes back on one, as text.
 * @throws IncompleteError when no task can be reached, or the session ended before the command did
 */
export async function execInTask(connection: AwsConnection, request: ExecRequest): Promise<number> {
  const { service, command, input, signal } = request
  await assertPlugin()
  const task = chooseTask(await findTasks(connection, { service: NAMES.services[service] }), request)
  const runtimeId = assertReady(task.id, service, await describeExecReadiness(connection, task.arn, service))
  const kind = kindOf(input)
  const marks = marksOf(randomBytes(8).toString('hex'))
  const wrapped = wrapCommand(command, kind, marks)
  const session = await open(connection, task, { service, command: wrapped })
  const client = connection.client(ECSClient)
  const plugin = startPlugin(
    {
      ...session,
      region: connection.place.region,
      target: `ecs:${NAMES.cluster}_${task.id}_${runtimeId}`,
      keys: await client.config.credentials(),
    },
    kind === 'terminal' ? 'inherit' : 'pipe',
  )
  const ended = await runSession(plugin, { ...request, input: kind === 'piped' ? input : null }, marks)
  if (ended.exitCode !== undefined) return ended.exitCode
  signal.throwIfAborted()
  throw endedEarly(task, ended.around)
}

function kindOf(input: ExecRequest['input']): InputKind {
  if (input === null) return 'none'
  return 'isTTY' in input && input.isTTY === true ? 'terminal' : 'piped'
}

async function open(
  connection: AwsConnection,
  task: EcsTask,
  { service, command }: { readonly service: ExecRequest['service']; readonly command: string },
): Promise<ExecSession> {
  try {
    return await executeCommand(connection, { task: task.arn, container: service, command })
  } catch (error) {
    if (isAwsError(error, 'TargetNotConnectedException'))
      throw new IncompleteError(
        `The agent of ECS Exec in the task ${task.id} cannot be reached: ${error.message}`,
        `The task may just be starting or stopping. Try again in a minute, or take another one with --replica.`,
        { cause: error },
      )
    if (isAwsError(error, 'InvalidParameterException', 'ClientException'))
      throw new IncompleteError(
        `ECS does not run a command in the task ${task.id}: ${error.message}`,
        `Replace the tasks, so that they start with ECS Exec: semiont restart --service ${service}`,
        { cause: error },
      )
    throw error
  }
}

/** AWS ends a session that nobody says anything in after twenty minutes, and nobody can change that. */
function endedEarly(task: EcsTask, around: string): IncompleteError {
  const said = around
    .split('\n')
    .map((line) => line.trim())
    .filter(
      (line) => line !== '' && !/^(Starting|Exiting) session with session ?Id|^This session is encrypted/i.test(line),
    )
  return new IncompleteError(
    ['The session ended before the command did; its exit code is not known.', ...said.slice(-5)].join('\n  '),
    `Look whether the task ${task.id} still runs: semiont check. AWS ends sessions in which nothing is said for 20 minutes.`,
  )
}
