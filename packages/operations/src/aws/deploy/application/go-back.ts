import { IncompleteError, RolledBackError } from '../../../errors.ts'
import type { AwsConnection } from '../../account/connection.ts'
import { nameImage, readImageDigests } from '../publish/publish-images.ts'
import { executePlan, type FollowOptions } from '../stack/execute-plan.ts'
import { preparePlanBack } from '../stack/prepare-plan.ts'
import type { DeploymentPlan } from './plan-deployment.ts'

/**
 * After a deployment that is there, but not well: image and template of before, by a change set back.
 * @param wrong what was found not to be well
 * @returns the error with which the command ends, whether or not the way back succeeded
 */
export async function goBack(
  connection: AwsConnection,
  { running, former, tag, template }: DeploymentPlan,
  wrong: readonly string[],
  options: FollowOptions,
): Promise<RolledBackError | IncompleteError> {
  const why = `${tag} was deployed and is not well: ${wrong.join(' ')}`
  const { environment, place } = connection
  if (running === null || running === tag)
    return new IncompleteError(
      `${why} There is no other image to go back to.`,
      `See why: semiont logs --service backend --since 30m --environment ${environment.name}; then publish and deploy what puts it right.`,
    )
  options.progress.step(`${why} Going back to ${running}.`)
  try {
    await nameImage(connection, running)
    const templateUrl = former?.tag === running && former.template !== template ? former.template : null
    const besides = { tag: running, ...definedOf(await readImageDigests(connection, running)) }
    const plan = await preparePlanBack(connection, {
      stack: place.stacks.app,
      besides,
      signal: options.signal,
      ...(templateUrl === null ? {} : { templateUrl }),
    })
    if (plan !== undefined) await executePlan(connection, plan, options)
  } catch (error) {
    options.signal.throwIfAborted()
    return new IncompleteError(
      `${why} The way back to ${running} did not succeed: ${error instanceof Error ? error.message : String(error)}`,
      `Try again with: semiont rollback --to ${running} --environment ${environment.name}`,
      { cause: error },
    )
  }
  return new RolledBackError(
    `${why} The services run ${running} again. Migrations stay: what ran before works with them.`,
    `See why: semiont logs --service backend --since 30m --environment ${environment.name}`,
  )
}

function definedOf(digests: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(digests).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
