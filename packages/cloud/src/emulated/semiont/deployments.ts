import { expect } from 'vitest'
import type { JsonObject } from '../aws-calls.ts'
import { list, object, text } from '../json.ts'
import type { Said } from './semiont-on-aws.ts'
import type { Installation } from './start-installation.ts'

/** Shows all that was said when it ended otherwise. */
export function expectEnd({ code, stdout, stderr }: Said, expected: number): void {
  expect({ code, said: code === expected ? '' : stdout + stderr }).toEqual({ code: expected, said: '' })
}

export async function parameter({ aws }: Installation, Name: string): Promise<string> {
  const { Parameter } = await aws.calls.call('ssm:get_parameter', { Name })
  return text(object(Parameter)['Value'])
}

/** What a service runs from now on, with its tag. */
export async function imageOf({ aws }: Installation, service: string): Promise<string> {
  const found = await aws.calls.call('ecs:describe_services', { cluster: 'SemiontCluster', services: [service] })
  const { taskDefinition = null } = object(list(found['services'])[0])
  const definition = await aws.calls.call('ecs:describe_task_definition', { taskDefinition })
  return text(list(object(definition['taskDefinition'])['containerDefinitions'])[0]?.['image'] ?? null)
}

/** Images that CI has pushed under this tag. */
export async function pushImages({ aws }: Installation, tag: string): Promise<void> {
  for (const name of ['backend', 'frontend']) {
    const digest = `sha256:${Buffer.from(`${tag}-${name}`).toString('hex').padEnd(64, '0').slice(0, 64)}`
    const mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
    const manifest: JsonObject = { schemaVersion: 2, mediaType, config: { digest, size: 1 }, layers: [] }
    await aws.calls.call('ecr:put_image', {
      repositoryName: `semiont/${name}`,
      imageTag: tag,
      imageManifest: JSON.stringify(manifest),
    })
  }
}
