import { FIRST_STEP, NAMES, PARAMETERS } from '@semiont/config/aws-names'
import { IncompleteError } from '../../../errors.ts'
import { PROCESS_SERVICES } from '../../../platform/platform.ts'
import { readCaller } from '../../account/caller.ts'
import type { AwsConnection } from '../../account/connection.ts'
import { findStack } from '../../clients/cloudformation.ts'
import { describeServices } from '../../clients/ecs.ts'
import { findParameter } from '../../clients/ssm.ts'
import { type StackPlan, valueOfParameter } from '../plan/plan.ts'
import { type PlanRequest, withAssembly } from '../provision.ts'
import { readImageDigests } from '../publish/publish-images.ts'
import { assertChangeable, findPlan, preparePlan } from '../stack/prepare-plan.ts'
import { type Deployed, readDeployed } from './deployed-record.ts'

/**
 * `first`: there is no stack yet. `resumed`: its first step is done, and nothing runs yet. `ordinary`: something runs that goes on
 * until its successor is well.
 */
export type DeploymentKind = 'first' | 'resumed' | 'ordinary'

export interface DeploymentPlan {
  readonly kind: DeploymentKind
  readonly tag: string
  readonly digests: { readonly backend: string; readonly frontend: string }
  /** What the stack runs now; null before the first deployment, or where AWS does not say. */
  readonly running: string | null
  /** What was last seen to run well. */
  readonly former: Deployed | undefined
  /** `https://…` of the template that comes. */
  readonly template: string | null
  /** Undefined when the stack is as it should be. */
  readonly stack: StackPlan | undefined
}

/**
 * What deploying the published images with the settings of the environment would change.
 * @param request.assertTag throws when this image must not be deployed, before anything is prepared for it
 * @throws IncompleteError when the infrastructure or the images are not there, LockedError while somebody deploys, RefusedError
 * when the plan of that hash no longer holds
 */
export async function planDeployment(
  connection: AwsConnection,
  request: PlanRequest & { assertTag?(tag: string): void },
): Promise<DeploymentPlan> {
  await readCaller(connection)
  const { stacks } = connection.place
  await assertInfrastructure(connection)
  const state = await assertChangeable(connection, stacks.app)
  const { tag, digests } = await publishedImages(connection)
  request.assertTag?.(tag)
  const found = state === 'new' ? undefined : await findStack(connection, stacks.app)
  const former = await readDeployed(connection)
  const kind = state === 'new' ? 'first' : await kindOf(connection, former)
  const values = kind === 'first' ? { [FIRST_STEP.name]: FIRST_STEP.stopped } : {}
  const besides = { tag, ...digests }
  return await withAssembly(connection, request.cloud, values, async (assembly) => {
    const { hash, again, cloud } = request
    const stack =
      hash === undefined
        ? await preparePlan(connection, cloud, { assembly, stack: stacks.app, besides })
        : await findPlan(connection, {
            stack: stacks.app,
            hash,
            again,
            besides,
            template: await assembly.template(stacks.app),
          })
    const running = valueOfParameter(found?.parameters ?? [], PARAMETERS.imageTag) ?? null
    return { kind, tag, digests, running, former, template: await assembly.templateUrl(stacks.app), stack }
  })
}

/** @throws IncompleteError, naming what to type, without the infrastructure stack */
export async function assertInfrastructure(connection: AwsConnection): Promise<void> {
  const { stacks, region, account } = connection.place
  const state = await assertChangeable(connection, stacks.infra)
  if (state === 'ready') return
  throw new IncompleteError(
    `There is no stack ${stacks.infra} in ${region} of the account ${account}, and the application needs it.`,
    `Make it with: semiont provision --environment ${connection.environment.name}`,
  )
}

async function publishedImages(connection: AwsConnection): Promise<Pick<DeploymentPlan, 'tag' | 'digests'>> {
  const publish = `semiont publish --environment ${connection.environment.name}`
  const tag = await findParameter(connection, PARAMETERS.imageTag)
  if (tag === undefined)
    throw new IncompleteError('No image was named to be deployed yet.', `Build and push the images: ${publish}`)
  const { backend, frontend } = await readImageDigests(connection, tag)
  if (backend !== undefined && frontend !== undefined) return { tag, digests: { backend, frontend } }
  const missing = backend === undefined ? NAMES.repositories.backend : NAMES.repositories.frontend
  throw new IncompleteError(
    `The image ${tag} that is named to be deployed is not in the registry ${missing}.`,
    `Build and push it again: ${publish}`,
  )
}

/** A stack that was never seen to run well and whose services have no task is one whose first deployment was broken off. */
async function kindOf(connection: AwsConnection, former: Deployed | undefined): Promise<DeploymentKind> {
  if (former !== undefined) return 'ordinary'
  const services = await describeServices(
    connection,
    PROCESS_SERVICES.map((service) => NAMES.services[service]),
  )
  return services.every(({ desired, running }) => desired === 0 && running === 0) ? 'resumed' : 'ordinary'
}
