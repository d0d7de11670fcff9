import { IncompleteError, OperationError } from '../../errors.ts'
import type { ProcessService, Progress } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { changeScaling } from '../clients/auto-scaling.ts'
import { updateService } from '../clients/ecs.ts'
import { decideStart, knownBounds, missingService } from './desired.ts'
import { readExpectedImages } from './expected-images.ts'
import { followRolls, type Roll } from './follow-rolls.ts'
import { restartError } from './restart-outcome.ts'
import { gatherServices, type ServiceFacts } from './service-facts.ts'

/**
 * Lets ECS replace every task by a new one, new ones first, and waits until that is done and verified. A service that was
 * stopped is started. The database is not touched.
 * @throws RolledBackError when ECS went back, IncompleteError when it is not done, not well or not known; RefusedError without
 * the rights
 */
export async function restartServices(
  connection: AwsConnection,
  services: readonly ProcessService[],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const before = await gatherServices(connection, services, signal)
  const missing = before.find(({ found }) => found === undefined)
  if (missing) throw missingService(connection, missing)
  const rolls: Roll[] = []
  for (const facts of before) {
    try {
      rolls.push(await beginRoll(connection, facts, progress, signal))
    } catch (error) {
      if (rolls.length === 0 || !(error instanceof OperationError)) throw error
      const begun = rolls.map(({ service }) => service).join(' and ')
      throw new IncompleteError(
        `The restart of the ${begun} has begun and goes on; that of the ${facts.service} could not begin: ${error.message}`,
        error.action,
        { cause: error },
      )
    }
  }
  const outcomes = await followRolls(connection, rolls, progress, signal)
  const error = restartError(outcomes, connection.environment.name)
  if (error) throw error
}

async function beginRoll(
  connection: AwsConnection,
  facts: ServiceFacts,
  progress: Progress,
  signal: AbortSignal,
): Promise<Roll> {
  signal.throwIfAborted()
  const { service, name, found } = facts
  const [former] = found?.deployments ?? []
  if (former?.rolloutState === 'IN_PROGRESS')
    progress.step(`${service}: the deployment that was in progress is replaced by this one`)
  // A restart leaves the scaling of what runs alone; only what was stopped needs to know it.
  const bounds = found?.desired === 0 ? knownBounds(facts) : null
  const { desired, resume } = decideStart(found, bounds, connection.place.services[service])
  const changed = await updateService(connection, name, {
    forceNewDeployment: true,
    ...(desired === null ? {} : { desired }),
  })
  if (resume !== null) await changeScaling(connection, resume.resourceId, { suspended: resume.suspended })
  const [primary] = changed.deployments
  if (primary === undefined || primary.id === former?.id)
    throw new IncompleteError(
      `ECS took the restart of ${name} and names no new deployment.`,
      `See how it goes on: semiont status --environment ${connection.environment.name}`,
    )
  progress.step(`${service}: ECS begins to replace ${changed.desired} ${changed.desired === 1 ? 'task' : 'tasks'}`)
  return {
    service,
    expected: {
      deploymentId: primary.id,
      begun: primary.createdAt ?? new Date(),
      taskDefinitionArn: primary.taskDefinitionArn,
      digests: await readExpectedImages(connection, primary.taskDefinitionArn, signal),
    },
  }
}
