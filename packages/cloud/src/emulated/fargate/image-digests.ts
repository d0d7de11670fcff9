import { createHash } from 'node:crypto'
import { RefusedByAws } from '../wire/answer.ts'
import type { AskMoto } from '../wire/moto-client.ts'
import type { TaskDefinition } from './definitions.ts'

/**
 * The digest of each container's image now: that of ECR when the tag is there, else one that follows from the name, so that
 * the same tag has the same and another tag another.
 */
export async function digestsOf(
  ask: AskMoto,
  { containerDefinitions }: TaskDefinition,
): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  for (const { name, image } of containerDefinitions) {
    const [, digest] = image.split('@')
    digests[name] = digest ?? (await pushed(ask, image)) ?? `sha256:${createHash('sha256').update(image).digest('hex')}`
  }
  return digests
}

async function pushed(ask: AskMoto, image: string): Promise<string | undefined> {
  const [, repositoryName, imageTag] = /^[^/]+\.ecr\.[^/]+\/([^:]+):(.+)$/.exec(image) ?? []
  if (repositoryName === undefined) return undefined
  try {
    const found = await ask<{ imageDetails: { imageDigest: string }[] }>('ecr', 'DescribeImages', {
      repositoryName,
      imageIds: [{ imageTag }],
    })
    return found.imageDetails[0]?.imageDigest
  } catch (error) {
    if (error instanceof RefusedByAws) return undefined
    throw error
  }
}
