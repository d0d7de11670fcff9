import { IncompleteError, RolledBackError } from '../../../errors.ts'
import type { AwsConnection } from '../../account/connection.ts'
import { nameImage, readImageDigests } from '../publish/publish-images.ts'
import { executePlan, type FollowOptions } from '../stack/execute-plan.ts'
import { preparePlanBack } from '../stack/prepare-plan.ts'
import type { DeploymentPlan } from './plan-deployment.ts'

/** Where a deployment that is not well goes back to. */
export interface WayBack {
  readonly tag: string
  /** Of the template that comes back; null leaves the one that was deployed. */
  readonly template: string | null
}

/**
 * The image that ran before, with its template where that is another one and known; where the image is the same, the template of
 * what was last seen to run well. Undefined where nothing ran before. Pure.
 */
export function wayBackFrom({
  running,
  former,
  tag,
  template,
}: Pick<DeploymentPlan, 'running' | 'former' | 'tag' | 'template'>): WayBack | undefined {
  const another = former?.template === template ? null : (former?.template ?? null)
  if (running !== null && running !== tag) return { tag: running, template: former?.tag === running ? another : null }
  if (former === undefined || (former.tag === tag && another === null)) return undefined
  return { tag: former.tag, template: another }
}

/**
 * After a deployment that is there, but not well: image and template of before, by a change set back.
 * @param wrong what was found not to be well
 * @returns the error with which the command ends, whether or not the way back succeeded
 */
export async function goBack(
  connection: AwsConnection,
  plan: DeploymentPlan,
  wrong: readonly string[],
  options: FollowOptions,
): Promise<RolledBackError | IncompleteError> {
  const why = `${plan.tag} was deployed and is not well: ${wrong.join(' ')}`
  const { name } = connection.environment
  const seeWhy = `See why: semiont logs --service backend --since 30m --environment ${name}`
  const back = wayBackFrom(plan)
  if (back === undefined)
    return new IncompleteError(
      `${why} There is nothing to go back to.`,
      `${seeWhy}; then publish and deploy what puts it right.`,
    )
  options.progress.step(`${why} Going back to ${back.tag}.`)
  try {
    await executeWayBack(connection, back, options)
  } catch (error) {
    options.signal.throwIfAborted()
    return new IncompleteError(
      `${why} The way back to ${back.tag} did not succeed: ${error instanceof Error ? error.message : String(error)}`,
      `Try again with: semiont rollback --to ${back.tag} --environment ${name}`,
      { cause: error },
    )
  }
  return new RolledBackError(
    `${why} The services run ${back.tag} as before. Migrations stay: what ran before works with them.`,
    seeWhy,
  )
}

async function executeWayBack(
  connection: AwsConnection,
  { tag, template }: WayBack,
  options: FollowOptions,
): Promise<void> {
  await nameImage(connection, tag)
  const plan = await preparePlanBack(connection, {
    stack: connection.place.stacks.app,
    besides: { tag, ...definedOf(await readImageDigests(connection, tag)) },
    signal: options.signal,
    ...(template === null ? {} : { templateUrl: template }),
  })
  if (plan !== undefined) await executePlan(connection, plan, options)
}

function definedOf(digests: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(digests).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
