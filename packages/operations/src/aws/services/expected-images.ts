import type { AwsConnection } from '../account/connection.ts'
import { findImageDigest } from '../clients/ecr.ts'
import { describeTaskDefinition } from '../clients/ecs-tasks.ts'
import { type Learned, learn } from './learned.ts'
import type { ExpectedDigest } from './verify-restart.ts'

export interface ImageReference {
  readonly repository: string
  readonly tag: string | null
  readonly digest: string | null
  /** Whether it is in a registry of AWS, which can be asked. */
  readonly isInEcr: boolean
}

/** `123456789012.dkr.ecr.eu-central-1.amazonaws.com/semiont/backend:v1@sha256:…` */
export function parseImage(image: string): ImageReference {
  const [name = '', digest = null] = image.split('@')
  const [, registry = '', path = name] = /^([^/]+\.[^/]+)\/(.+)$/.exec(name) ?? []
  const [repository = '', tag = null] = path.split(':')
  return { repository, tag, digest, isInEcr: /\.dkr\.ecr\..+\.amazonaws\.com/.test(registry) }
}

/** Which image each container of a task definition is to run from now on: what its tag points to at this moment. */
export async function readExpectedImages(
  connection: AwsConnection,
  taskDefinitionArn: string,
  signal: AbortSignal,
): Promise<Learned<Readonly<Record<string, ExpectedDigest>>>> {
  const definition = await learn(() => describeTaskDefinition(connection, taskDefinitionArn), signal)
  if ('unknown' in definition) return definition
  const entries = definition.value.containers.map(
    async ({ name, image }) => [name, await expectedDigest(connection, image, signal)] as const,
  )
  return { value: Object.fromEntries(await Promise.all(entries)) }
}

async function expectedDigest(connection: AwsConnection, image: string, signal: AbortSignal): Promise<ExpectedDigest> {
  const { repository, tag, digest, isInEcr } = parseImage(image)
  if (digest !== null) return { digest }
  if (!isInEcr) return { unknown: `Which image ${image} is cannot be asked: it is not in a registry of AWS.` }
  const found = await learn(() => findImageDigest(connection, repository, tag ?? 'latest'), signal)
  if ('unknown' in found) return { unknown: `Which image ${repository}:${tag} is, is not known: ${found.unknown}` }
  return found.value === undefined
    ? { unknown: `The repository ${repository} has no image ${tag ?? 'latest'}.` }
    : { digest: found.value }
}
