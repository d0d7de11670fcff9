import { IncompleteError } from '../../errors.ts'
import type { ProcessService, Progress, ServiceStatus } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { judgeService } from './judge-service.ts'
import { startWatch } from './pause.ts'
import { gatherServices } from './service-facts.ts'

export type Goal = 'running' | 'stopped'

/** @throws IncompleteError naming what is not so yet, and why, when the time is over or the person stops it */
export async function awaitServices(
  connection: AwsConnection,
  services: readonly ProcessService[],
  goal: Goal,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const hasTime = startWatch(signal)
  let open: readonly ServiceStatus[] = []
  let said = ''
  do {
    const seen = await look(connection, services, signal)
    if (seen === undefined) break
    open = seen.filter((status) => !isReached(status, goal))
    const counts = seen.map(({ service, running, desired }) => `${service} ${running} of ${desired}`).join(', ')
    if (counts !== said) progress.step(`running: ${counts}`)
    said = counts
    if (open.length === 0) return
  } while (await hasTime())
  throw notReached(open.length > 0 ? open : services.map((service) => ({ service, detail: null })), goal, connection)
}

async function look(
  connection: AwsConnection,
  services: readonly ProcessService[],
  signal: AbortSignal,
): Promise<ServiceStatus[] | undefined> {
  try {
    return (await gatherServices(connection, services, signal)).map(judgeService)
  } catch (error) {
    // What was seen until then is told.
    if (signal.aborted) return undefined
    throw error
  }
}

/** Whether a status is what was waited for. What is not known is waited for on. */
export function isReached({ state, running, desired }: ServiceStatus, goal: Goal): boolean {
  return goal === 'running' ? state === 'healthy' && running >= desired : desired === 0 && running === 0
}

function notReached(
  open: readonly Pick<ServiceStatus, 'service' | 'detail'>[],
  goal: Goal,
  { environment }: AwsConnection,
): IncompleteError {
  const said = open.map(({ service, detail }) => (detail === null ? service : `${service} (${detail})`)).join('; ')
  return new IncompleteError(
    `Not yet ${goal === 'running' ? 'running and well' : 'stopped'}: ${said}. ECS goes on by itself.`,
    `See how it goes on: semiont status --environment ${environment.name}`,
  )
}
