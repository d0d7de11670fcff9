import { setTimeout as pause } from 'node:timers/promises'
import type { AwsCalls, Json, JsonObject } from './aws-calls.ts'
import { identity } from './create-through-api.ts'
import { list, object, text } from './json.ts'
import type { Identity } from './references.ts'

type Create = (calls: AwsCalls, properties: JsonObject) => Promise<Identity>

/** Task definitions and services, of which moto's CloudFormation leaves out volumes, load balancers and the circuit breaker. */
export const CREATE_ECS: Readonly<Record<string, Create>> = {
  'AWS::ECS::TaskDefinition': async (calls, given) => {
    const { taskDefinition } = await calls.call('ecs:register_task_definition', ofApi(given))
    return identity(text(object(taskDefinition)['taskDefinitionArn']))
  },
  'AWS::ECS::Service': async (calls, given) => {
    const { service } = await calls.call('ecs:create_service', ofApi(given))
    const arn = text(object(service)['serviceArn'])
    return identity(arn, { Name: text(given['ServiceName']), ServiceArn: arn })
  },
}

export const CHANGE_ECS: Readonly<Record<string, Create>> = {
  /** Waits for its tasks as CloudFormation does. @throws StackFailure when ECS turns back */
  'AWS::ECS::Service': async (calls, given) => {
    const { cluster = null, serviceName = null, desiredCount = null, taskDefinition = null } = ofApi(given)
    const name = { cluster, service: serviceName }
    const { service } = await calls.call('ecs:update_service', { ...name, desiredCount, taskDefinition })
    const [wanted] = list(object(service)['deployments'])
    for (;;) {
      const { services } = await calls.call('ecs:describe_services', { cluster, services: [serviceName] })
      const deployment = list(object(list(services)[0])['deployments']).find(({ id }) => id === wanted?.['id'])
      if (deployment === undefined || deployment['rolloutState'] === 'FAILED') throw new StackFailure(NOT_STABLE)
      if (deployment['rolloutState'] === 'COMPLETED') break
      await pause(100)
    }
    const arn = text(object(service)['serviceArn'])
    return identity(arn, { Name: text(serviceName), ServiceArn: arn })
  },
}

const NOT_STABLE =
  'Resource handler returned message: "Error occurred during operation \'ECS Deployment Circuit Breaker was triggered\'." ' +
  '(HandlerErrorCode: GeneralServiceException)'

/** Why CloudFormation gives up a change, in its own words. */
export class StackFailure extends Error {
  override readonly name = 'StackFailure'
}

/** Members that the API does not spell as the template with a small first letter. */
const OTHERWISE: Readonly<Record<string, string>> = {
  EFSVolumeConfiguration: 'efsVolumeConfiguration',
  FilesystemId: 'fileSystemId',
  IAM: 'iam',
}

/** The properties of a template as the API of ECS names them. */
export function ofApi(properties: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      OTHERWISE[name] ?? name.charAt(0).toLowerCase() + name.slice(1),
      // The names of options are the driver's, and moto makes numbers of ports.
      name === 'Options' ? value : name === 'Value' ? text(value) : renamed(value),
    ]),
  )
}

function renamed(value: Json): Json {
  if (Array.isArray(value)) return value.map(renamed)
  return typeof value === 'object' && value !== null ? ofApi(value as JsonObject) : value
}
