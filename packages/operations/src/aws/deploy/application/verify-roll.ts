import { z } from 'zod'
import { PROCESS_SERVICES, type Progress } from '../../../platform/platform.ts'
import type { AwsConnection } from '../../account/connection.ts'
import { startWatch } from '../../services/pause.ts'
import { gatherServices, type ServiceFacts } from '../../services/service-facts.ts'
import { type RestartVerdict, verifyRestart } from '../../services/verify-restart.ts'
import { judgeHealth, type SiteHealth } from './site-health.ts'

export interface RollExpectation {
  /** Of the images that are to run, as published. */
  readonly digests: { readonly backend: string; readonly frontend: string }
  /** `https://…` where people find it. */
  readonly siteUrl: string
}

/** `wrong` is what is not as it is to be; `unknown` what could not be learned from here. */
export interface RollVerdict extends RestartVerdict {
  /** Whether every task was seen to be well, whatever the site says. */
  readonly areTasksWell: boolean
  /** The version that the site says it is. */
  readonly version: string | null
}

/** CloudFormation has waited for the services; load balancer and what ECS lists follow within moments. */
const LOOKS = 12
/** Over some twenty seconds: the load balancer knows the new tasks before CloudFormation is done. */
const LOOKS_AT_SITE = 7

/** Whether every task of the three services runs the published image and is well, and the site answers through its own address. */
export async function verifyRoll(
  connection: AwsConnection,
  expected: RollExpectation,
  { progress, signal }: { readonly progress: Progress; readonly signal: AbortSignal },
): Promise<RollVerdict> {
  progress.step('Looking whether every task runs the new image and is well.')
  const hasTime = startWatch(signal)
  let tasks = await lookAtTasks(connection, expected, signal)
  for (let look = 1; tasks.wrong.length > 0 && look < LOOKS && (await hasTime()); look++)
    tasks = await lookAtTasks(connection, expected, signal)
  progress.step(`Asking ${expected.siteUrl}/api/health.`)
  let site = judgeHealth(await askHealth(expected.siteUrl, signal))
  const hasTimeForSite = startWatch(signal)
  for (let look = 1; !site.isWell && look < LOOKS_AT_SITE && (await hasTimeForSite()); look++)
    site = judgeHealth(await askHealth(expected.siteUrl, signal))
  signal.throwIfAborted()
  return {
    wrong: [...tasks.wrong, ...site.wrong],
    unknown: [...tasks.unknown, ...site.unknown],
    areTasksWell: tasks.wrong.length === 0 && tasks.unknown.length === 0,
    version: site.version,
  }
}

async function lookAtTasks(
  connection: AwsConnection,
  { digests }: RollExpectation,
  signal: AbortSignal,
): Promise<RestartVerdict> {
  const all = await gatherServices(connection, PROCESS_SERVICES, signal)
  const images = {
    backend: { digest: digests.backend },
    worker: { digest: digests.backend },
    frontend: { digest: digests.frontend },
  }
  const verdicts = all.map((facts) =>
    prefixed(facts, verifyRestart(facts, { ...currentOf(facts), digests: { value: images } })),
  )
  return { wrong: verdicts.flatMap(({ wrong }) => wrong), unknown: verdicts.flatMap(({ unknown }) => unknown) }
}

/** Tasks that the deployment had no reason to replace may be older than it. */
function currentOf({ found }: ServiceFacts) {
  return { deploymentId: null, begun: new Date(0), taskDefinitionArn: found?.taskDefinitionArn ?? '' }
}

function prefixed({ service }: ServiceFacts, { wrong, unknown }: RestartVerdict): RestartVerdict {
  const named = (text: string) => `${service}: ${text}`
  return { wrong: wrong.map(named), unknown: unknown.map(named) }
}

const healthSchema = z.object({ status: z.string(), version: z.string() }).partial()
const ANSWER_MILLISECONDS = 10_000

async function askHealth(siteUrl: string, signal: AbortSignal): Promise<SiteHealth> {
  try {
    const answer = await fetch(new URL('/api/health', siteUrl), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLISECONDS)]),
      headers: { accept: 'application/json' },
    })
    const body = healthSchema.safeParse(await answer.json().catch(() => undefined))
    return { siteUrl, status: answer.status, says: body.data?.status ?? null, version: body.data?.version ?? null }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return { siteUrl, noAnswer: cause }
  }
}
