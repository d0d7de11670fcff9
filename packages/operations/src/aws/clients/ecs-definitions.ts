import {
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
  type TaskDefinition,
} from '@aws-sdk/client-ecs'
import type { AwsConnection } from '../account/connection.ts'

/**
 * A further revision of a task definition that differs from it in its image alone; returns its ARN.
 * @param source family, family and revision, or ARN
 * @param imageOf the image instead of the former one
 */
export async function registerWithImage(
  connection: AwsConnection,
  source: string,
  imageOf: (former: string) => string,
): Promise<string> {
  const client = connection.client(ECSClient)
  const { taskDefinition = {} } = await connection.ask('ecs:DescribeTaskDefinition', (options) =>
    client.send(new DescribeTaskDefinitionCommand({ taskDefinition: source }), options),
  )
  const input = inputOf(taskDefinition, imageOf)
  const registered = await connection.ask('ecs:RegisterTaskDefinition', (options) =>
    client.send(new RegisterTaskDefinitionCommand(input), options),
  )
  return registered.taskDefinition?.taskDefinitionArn ?? ''
}

/** Tasks that run go on; no new one can be started of it. */
export async function deregisterTaskDefinition(connection: AwsConnection, arn: string): Promise<void> {
  const client = connection.client(ECSClient)
  await connection.ask('ecs:DeregisterTaskDefinition', (options) =>
    client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn }), options),
  )
}

/** What AWS tells of a definition and does not take of a new one (revision, status, who made it) is left out. */
function inputOf(definition: TaskDefinition, imageOf: (former: string) => string): RegisterTaskDefinitionCommandInput {
  const {
    taskDefinitionArn: _arn,
    revision: _revision,
    status: _status,
    requiresAttributes: _attributes,
    compatibilities: _compatibilities,
    registeredAt: _registeredAt,
    deregisteredAt: _deregisteredAt,
    registeredBy: _registeredBy,
    family,
    containerDefinitions = [],
    ...rest
  } = definition
  return {
    ...rest,
    family,
    containerDefinitions: containerDefinitions.map((container) => ({
      ...container,
      image: imageOf(container.image ?? ''),
    })),
  }
}
