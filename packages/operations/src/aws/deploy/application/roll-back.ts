import { PARAMETERS } from '@semiont/config/aws-names'
import { canonicalJson } from '../../../audit/canonical-json.ts'
import { IncompleteError, RefusedError, RolledBackError } from '../../../errors.ts'
import { readCaller } from '../../account/caller.ts'
import { AwsConnection } from '../../account/connection.ts'
import { findStack } from '../../clients/cloudformation.ts'
import { findParameter } from '../../clients/ssm.ts'
import { sha256, type StackPlan, valueOfParameter } from '../plan/plan.ts'
import { nameImage, readImageDigests } from '../publish/publish-images.ts'
import { executePlan, type FollowOptions } from '../stack/execute-plan.ts'
import { assertChangeable, preparePlanBack } from '../stack/prepare-plan.ts'
import { chooseFormer } from './choose-former.ts'
import { type FormerDeployment, listDeployments, recordDeployed } from './deployed-record.ts'
import { type RollVerdict, verifyRoll } from './verify-roll.ts'

export interface RollbackPlan {
  readonly to: FormerDeployment
  readonly running: string | null
  readonly digests: { readonly backend: string; readonly frontend: string }
  readonly deployments: readonly FormerDeployment[]
  /** Stands for this way back from exactly what is deployed now. */
  readonly hash: string
  readonly siteUrl: string
}

/**
 * Where a rollback would go. Nothing is prepared in the account for it: which image a change set brings is read from a parameter,
 * and that is changed only when it is meant.
 * @throws UnusableInputError when there is nothing to go back to, IncompleteError when its images are gone, RefusedError when
 * the plan of that hash no longer holds
 */
export async function planRollback(
  connection: AwsConnection,
  { to: wanted, hash: shown, again }: { to?: string; hash?: string; again: string },
): Promise<RollbackPlan> {
  await readCaller(connection)
  const { app } = connection.place.stacks
  const stack = (await assertChangeable(connection, app)) === 'new' ? undefined : await findStack(connection, app)
  if (stack === undefined)
    throw new IncompleteError(
      `There is no stack ${app}.`,
      `Make it with: semiont deploy --environment ${connection.environment.name}`,
    )
  const running = valueOfParameter(stack.parameters, PARAMETERS.imageTag) ?? null
  const history = await listDeployments(connection)
  const to = chooseFormer(history, running, wanted)
  const { backend, frontend } = await readImageDigests(connection, to.tag)
  if (backend === undefined || frontend === undefined)
    throw new IncompleteError(
      `The image ${to.tag} is no longer in the registry, which keeps the last thirty.`,
      `Check out its commit and publish it again: git checkout ${to.tag.split('-', 1)[0]} && semiont publish`,
    )
  const digests = { backend, frontend }
  const bound = { stackId: stack.id, changedAt: stack.changedAt, running, to: to.tag, template: to.template, digests }
  const hash = sha256(canonicalJson(bound)).slice(0, 16)
  if (shown !== undefined && shown !== hash)
    throw new RefusedError(
      `The plan ${shown} no longer holds: the application or its images have changed since. Nothing was changed.`,
      `Make a new one: ${again}`,
    )
  return { to, running, digests, deployments: history.deployments, hash, siteUrl: stack.outputs['SiteUrl'] ?? '' }
}

export interface RollbackOptions extends FollowOptions {
  /** Shown what AWS will change; throws when that is not confirmed. */
  readonly confirm: (plan: StackPlan) => Promise<void>
}

/**
 * Back to a former image, with the template it had where that is still known, by a change set of its own.
 * @throws RolledBackError when CloudFormation took it back, IncompleteError when the former image is not well either
 */
export async function rollBack(
  connection: AwsConnection,
  { to, digests, siteUrl }: RollbackPlan,
  options: RollbackOptions,
): Promise<RollVerdict> {
  const { app } = connection.place.stacks
  const named = await findParameter(connection, PARAMETERS.imageTag)
  await nameImage(connection, to.tag)
  let hasBegun = false
  try {
    const plan = await preparePlanBack(connection, {
      stack: app,
      besides: { tag: to.tag, ...digests },
      signal: options.signal,
      ...(to.template === null ? {} : { templateUrl: to.template }),
    })
    if (plan !== undefined) {
      await options.confirm(plan)
      hasBegun = true
      await executePlan(connection, plan, options)
    }
  } catch (error) {
    // Once begun it goes on in AWS, watched or not; and Ctrl-C has ended the connection.
    const isAsBefore = !hasBegun || error instanceof RolledBackError
    if (isAsBefore && named !== undefined) await nameImage(new AwsConnection(connection.environment), named)
    throw error
  }
  const verdict = await verifyRoll(connection, { digests, siteUrl }, options)
  if (verdict.wrong.length > 0)
    throw new IncompleteError(
      `The services run ${to.tag} again, and that is not well either: ${verdict.wrong.join(' ')}`,
      `See why: semiont check --environment ${connection.environment.name}`,
    )
  if (verdict.areTasksWell) await recordDeployed(connection, { tag: to.tag, template: to.template })
  return verdict
}
