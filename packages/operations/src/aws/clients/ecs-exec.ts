import { DescribeTasksCommand, ECSClient, ExecuteCommandCommand } from '@aws-sdk/client-ecs'
import { NAMES } from '@semiont/config/aws-names'
import type { AwsConnection } from '../account/connection.ts'
import { inCluster } from './ecs.ts'

/** Whether and where a command can be run in a container. */
export interface ExecReadiness {
  /** Whether the task was started with ECS Exec. */
  readonly enabled: boolean
  /** `RUNNING`, `PENDING`, `STOPPED`; null when AWS says nothing of it. */
  readonly agentStatus: string | null
  readonly agentReason: string | null
  /** Null while the container does not run. */
  readonly runtimeId: string | null
}

/** Undefined when AWS does not know the task any more. */
export async function describeExecReadiness(
  connection: AwsConnection,
  task: string,
  container: string,
): Promise<ExecReadiness | undefined> {
  const client = connection.client(ECSClient)
  const { tasks } = await inCluster(connection, () =>
    connection.ask('ecs:DescribeTasks', (options) =>
      client.send(new DescribeTasksCommand({ cluster: NAMES.cluster, tasks: [task] }), options),
    ),
  )
  const [found] = tasks ?? []
  if (found === undefined) return undefined
  const running = found.containers?.find(({ name }) => name === container)
  const agent = running?.managedAgents?.find(({ name }) => name === 'ExecuteCommandAgent')
  return {
    enabled: found.enableExecuteCommand ?? false,
    agentStatus: agent?.lastStatus ?? null,
    agentReason: agent?.reason ?? null,
    runtimeId: running?.runtimeId ?? null,
  }
}

export interface ExecSession {
  readonly id: string
  readonly streamUrl: string
  readonly token: string
}

/** Opens a session in which the command runs, at a terminal: AWS knows no other. */
export async function executeCommand(
  connection: AwsConnection,
  { task, container, command }: { readonly task: string; readonly container: string; readonly command: string },
): Promise<ExecSession> {
  const client = connection.client(ECSClient)
  const { session } = await inCluster(connection, () =>
    connection.ask('ecs:ExecuteCommand', (options) =>
      client.send(
        new ExecuteCommandCommand({ cluster: NAMES.cluster, task, container, command, interactive: true }),
        options,
      ),
    ),
  )
  return { id: session?.sessionId ?? '', streamUrl: session?.streamUrl ?? '', token: session?.tokenValue ?? '' }
}
