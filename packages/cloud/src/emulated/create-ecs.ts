import type { AwsCalls, Json, JsonObject } from './aws-calls.ts'
import { identity } from './create-through-api.ts'
import { object, text } from './json.ts'
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
      // The names of options are the driver's.
      name === 'Options' ? value : renamed(value),
    ]),
  )
}

function renamed(value: Json): Json {
  if (Array.isArray(value)) return value.map(renamed)
  return typeof value === 'object' && value !== null ? ofApi(value as JsonObject) : value
}
