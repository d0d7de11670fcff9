import { NAMES, PARAMETERS } from '@semiont/config/aws-names'
import { IncompleteError, RefusedError } from '../../../errors.ts'
import type { Progress } from '../../../platform/platform.ts'
import { readCaller } from '../../account/caller.ts'
import type { AwsConnection } from '../../account/connection.ts'
import { findImageDigest, type ImageScan, readImageScan, readRegistryLogin } from '../../clients/ecr.ts'
import { findParameter, putParameter } from '../../clients/ssm.ts'
import { buildImage, type EnginePlace, findEngine, pushImage, signIn } from './container-engine.ts'
import { imageTag, type SourceState } from './image-tag.ts'
import { readSourceState } from './source-state.ts'

export const IMAGES = ['backend', 'frontend'] as const
export type ImageName = (typeof IMAGES)[number]

export type ImageDigests = Readonly<Record<ImageName, string | undefined>>

export interface PublishPlan {
  readonly tag: string
  /** undefined when the tag was given: where it comes from is not known then. */
  readonly source: SourceState | undefined
  /** What the registry holds under that tag already. */
  readonly there: ImageDigests
  /** The tag that is named to be deployed so far. */
  readonly former: string | undefined
}

export interface PublishRequest {
  readonly repository: string
  /** Names images that are in the registry already; undefined builds those of the repository. */
  readonly tag?: string
  readonly allowDirty: boolean
  readonly env: NodeJS.ProcessEnv
  readonly progress: Progress
  /** What the container engine says. */
  readonly detail: (line: string) => void
  readonly signal: AbortSignal
}

/**
 * What publishing would do.
 * @throws RefusedError for a working folder that differs from its commit, unless that is allowed
 */
export async function planPublishing(connection: AwsConnection, request: PublishRequest): Promise<PublishPlan> {
  await readCaller(connection)
  const source = request.tag === undefined ? await readSourceState(request) : undefined
  if (source !== undefined) assertPublishable(source, request.allowDirty)
  const tag = request.tag ?? (source === undefined ? '' : imageTag(source))
  const [there, former] = await Promise.all([
    readImageDigests(connection, tag),
    findParameter(connection, PARAMETERS.imageTag),
  ])
  return { tag, source, there, former }
}

export interface Published {
  readonly tag: string
  readonly former: string | undefined
  readonly images: Readonly<
    Record<ImageName, { readonly digest: string; readonly pushed: boolean; readonly scan: ImageScan }>
  >
}

/**
 * Builds and pushes the images that are not in the registry yet, and only when both are there names them to be deployed. A tag
 * never changes its image: what is there is not pushed again.
 * @throws IncompleteError without a container engine, or when a given tag has no images
 */
export async function publishImages(
  connection: AwsConnection,
  plan: PublishPlan,
  request: PublishRequest,
): Promise<Published> {
  const missing = IMAGES.filter((name) => plan.there[name] === undefined)
  if (missing.length > 0) await pushMissing(connection, plan, missing, request)
  const there = await readImageDigests(connection, plan.tag)
  const report = async (name: ImageName) => {
    const digest = there[name]
    if (digest === undefined) throw notThere(plan.tag, NAMES.repositories[name])
    const scan = await readImageScan(connection, NAMES.repositories[name], plan.tag)
    return { digest, pushed: missing.includes(name), scan }
  }
  const images = { backend: await report('backend'), frontend: await report('frontend') }
  if (plan.former !== plan.tag) await nameImage(connection, plan.tag)
  return { tag: plan.tag, former: plan.former, images }
}

/** Which image the next deployment runs. */
export async function nameImage(connection: AwsConnection, tag: string): Promise<void> {
  const description = 'Which image the next deployment runs'
  await putParameter(connection, { name: PARAMETERS.imageTag, value: tag, description })
}

/** What the registry holds under a tag. @throws IncompleteError without its repositories */
export async function readImageDigests(connection: AwsConnection, tag: string): Promise<ImageDigests> {
  const [backend, frontend] = await Promise.all(
    IMAGES.map((name) => findImageDigest(connection, NAMES.repositories[name], tag)),
  )
  return { backend, frontend }
}

async function pushMissing(
  connection: AwsConnection,
  { tag, source }: PublishPlan,
  missing: readonly ImageName[],
  request: PublishRequest,
): Promise<void> {
  if (source === undefined) throw notThere(tag, missing.map((name) => NAMES.repositories[name]).join(' and '))
  const { repository, env, signal, progress } = request
  const place: EnginePlace = { repository, env, signal, onLine: request.detail }
  const engine = await findEngine(place)
  const login = await readRegistryLogin(connection)
  const images = missing.map((name) => ({ name, image: `${login.registry}/${NAMES.repositories[name]}:${tag}` }))
  for (const { name, image } of images) {
    progress.step(`Building the image of the ${name} with ${engine.name}.`)
    const dockerfile = `packages/cloud/images/${name}.Dockerfile`
    await buildImage(place, engine, { image, dockerfile, commit: source.commit })
  }
  await signIn(place, engine, login)
  for (const { name, image } of images) {
    progress.step(`Pushing the image of the ${name}.`)
    await pushImage(place, engine, image)
  }
}

/** @throws RefusedError for a folder that differs from its commit, unless that is allowed. Pure. */
export function assertPublishable({ changed, commit }: SourceState, allowDirty: boolean): void {
  if (changed.length === 0 || allowDirty) return
  const shown = changed.slice(0, 5).join(', ')
  throw new RefusedError(
    `The folder differs from its commit ${commit.slice(0, 12)} in ${changed.length === 1 ? 'one file' : `${changed.length} files`}: ${shown}${changed.length > 5 ? ' …' : ''}. Nobody could say later what ran. Nothing was published.`,
    'Commit it, or publish it all the same with: --allow-dirty',
  )
}

function notThere(tag: string, repositories: string): IncompleteError {
  return new IncompleteError(
    `The registry has no image ${tag} in ${repositories}. Which image is deployed next was left as it was.`,
    'Push it first, or publish what is checked out: semiont publish',
  )
}
