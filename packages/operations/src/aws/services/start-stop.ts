import { IncompleteError, OperationError } from '../../errors.ts'
import { PROCESS_SERVICES, type ProcessService, type Progress } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { changeScaling } from '../clients/auto-scaling.ts'
import { updateService } from '../clients/ecs.ts'
import { awaitServices } from './await-services.ts'
import { assertWithinBounds, decideStart, knownBounds, missingService, RESUMED, SUSPENDED } from './desired.ts'
import { gatherServices, type ServiceFacts } from './service-facts.ts'

/** Runs again what was stopped, and lets it scale again. What runs already is left as it is. */
export async function startServices(
  connection: AwsConnection,
  services: readonly ProcessService[],
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const all = await findAll(connection, services, signal)
  await oneByOne(all, async (facts) => {
    const bounds = knownBounds(facts)
    const { desired, resume } = decideStart(facts.found, bounds, connection.place.services[facts.service])
    if (desired !== null) {
      await updateService(connection, facts.name, { desired })
      progress.step(`${facts.service}: ${desired} ${desired === 1 ? 'task' : 'tasks'} begin`)
    }
    if (resume !== null) {
      await changeScaling(connection, resume.resourceId, { suspended: resume.suspended })
      progress.step(`${facts.service}: scales by itself again`)
    }
  })
  await awaitServices(connection, services, 'running', progress, signal)
}

/** Runs none of these any more. Their bounds stay as they are; scaling is suspended, or it would start them again. */
export async function stopServices(
  connection: AwsConnection,
  services: readonly ProcessService[] | 'all',
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const named = services === 'all' ? PROCESS_SERVICES : services
  const all = await findAll(connection, named, signal)
  await oneByOne(all, async (facts) => {
    const bounds = knownBounds(facts)
    if (bounds !== null) await changeScaling(connection, bounds.resourceId, { suspended: SUSPENDED })
    if (facts.found?.desired !== 0) {
      await updateService(connection, facts.name, { desired: 0 })
      progress.step(`${facts.service}: its tasks finish what they have begun and end`)
    }
  })
  await awaitServices(connection, named, 'stopped', progress, signal)
}

/** Runs so many from now on, and never fewer by itself. @throws RefusedError beyond what the environment allows */
export async function scaleService(
  connection: AwsConnection,
  service: ProcessService,
  replicas: number,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const configured = connection.place.services[service]
  assertWithinBounds(service, replicas, configured, connection.environment.name)
  const all = await findAll(connection, [service], signal)
  await oneByOne(all, async (facts) => {
    const bounds = knownBounds(facts)
    if (bounds !== null)
      await changeScaling(connection, bounds.resourceId, {
        minimum: replicas,
        maximum: configured.maximum,
        suspended: RESUMED,
      })
    await updateService(connection, facts.name, { desired: replicas })
    progress.step(`${service}: ${replicas} ${replicas === 1 ? 'task is' : 'tasks are'} to run`)
  })
  await awaitServices(connection, [service], 'running', progress, signal)
}

async function findAll(
  connection: AwsConnection,
  services: readonly ProcessService[],
  signal: AbortSignal,
): Promise<ServiceFacts[]> {
  const all = await gatherServices(connection, services, signal)
  const missing = all.find(({ found }) => found === undefined)
  if (missing) throw missingService(connection, missing)
  return all
}

/** One after the other. What was done before a failure is named, so that nobody takes it for undone. */
async function oneByOne(all: readonly ServiceFacts[], act: (facts: ServiceFacts) => Promise<void>): Promise<void> {
  const done: string[] = []
  for (const facts of all) {
    try {
      await act(facts)
    } catch (error) {
      if (done.length === 0 || !(error instanceof OperationError)) throw error
      throw new IncompleteError(
        `It was done for the ${done.join(' and ')}, not for the ${facts.service}: ${error.message}`,
        error.action,
        { cause: error },
      )
    }
    done.push(facts.service)
  }
}
