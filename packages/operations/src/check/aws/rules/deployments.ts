import type { Judging } from '../../define-check.ts'
import type { FoundHere } from '../../report.ts'
import { count, duration } from '../../words.ts'
import type { DeploymentsFact, ServiceDeployment, StoppedTask } from '../facts/deployments.ts'

/** A deployment that takes longer does not become healthy. */
const STUCK_MS = 20 * 60_000
/** How AWS names the end of a task that nobody wanted. */
const UNWANTED = ['EssentialContainerExited', 'TaskFailedToStart']
const OUT_OF_MEMORY = /OutOfMemory|exit code:? 137|ended with 137/i

/** Each service is there, runs what was published, and its tasks last. */
export function judgeDeployments(fact: DeploymentsFact, judging: Judging): FoundHere[] {
  const ofServices = fact.services.flatMap((service) => [
    ...judgeDeployment(service, judging),
    ...judgeStopped(service, judging),
    ...judgeImages(service, fact.deployedTag ?? fact.publishedTag, judging),
  ])
  return [...ofServices, ...judgePublished(fact, judging)]
}

export function describeDeployments({ services, publishedTag }: DeploymentsFact): string {
  const counts = services.map(({ service, counts: here }) =>
    here === null ? `${service} missing` : `${service} ${here.running}/${here.desired}, ${here.pending} pending`,
  )
  const platforms = [...new Set(services.flatMap(({ platformVersion }) => platformVersion ?? []))]
  const platform = platforms.length === 0 ? '' : `; Fargate platform ${platforms.join(' and ')}`
  return `${counts.join('; ')}; published ${publishedTag ?? 'nothing'}${platform}`
}

function judgeDeployment(fact: ServiceDeployment, { now, command }: Judging): FoundHere[] {
  const { service, counts, deployments, troubles } = fact
  if (counts === null) return [noService(service, command)]
  const [primary] = deployments
  if (primary === undefined || primary.rolloutState === 'COMPLETED') return []
  const about = {
    subject: service,
    evidence: [`running ${counts.running}, desired ${counts.desired}, pending ${counts.pending}`, ...troubles],
    runbook: 'service',
  } as const
  const reason = primary.rolloutStateReason ?? troubles[0] ?? 'ECS gives no reason'
  if (primary.rolloutState === 'FAILED')
    return [
      {
        ...about,
        id: 'deployment.failed',
        severity: 'critical',
        message: `The last deployment of the ${service} failed.`,
        cause: reason,
        confidence: 'likely',
        next: command(`logs --service ${service} --level error --since 1d`),
      },
    ]
  if (primary.rolloutState === null) return []
  const age = primary.createdAt === null ? 0 : now.getTime() - primary.createdAt.getTime()
  const stuck = age > STUCK_MS || primary.failedTasks > 0
  return [
    {
      ...about,
      id: stuck ? 'deployment.stuck' : 'deployment.running',
      severity: stuck ? 'warning' : 'info',
      message: `The ${service} is being deployed for ${duration(age)}, ${count(primary.failedTasks, 'task')} failed.`,
      cause: reason,
      confidence: stuck ? 'likely' : 'certain',
      next: command(stuck ? `logs --service ${service} --level error --since 1h` : 'check'),
    },
  ]
}

function noService(service: ServiceDeployment['service'], command: Judging['command']): FoundHere {
  return {
    id: 'deployment.no-service',
    severity: 'critical',
    subject: service,
    message: `The cluster has no service for the ${service}.`,
    cause: 'The application stack was not deployed completely, or somebody has deleted the service.',
    confidence: 'likely',
    evidence: [],
    next: command('deploy'),
    runbook: 'down',
  }
}

function judgeStopped({ service, stopped }: ServiceDeployment, { command }: Judging): FoundHere[] {
  const unwanted = stopped.filter(isUnwanted)
  const [newest] = unwanted.toSorted((left, right) => (right.at ?? '').localeCompare(left.at ?? ''))
  if (newest === undefined) return []
  const memory = unwanted.some(({ reason }) => OUT_OF_MEMORY.test(reason))
  return [
    {
      id: memory ? 'tasks.out-of-memory' : 'tasks.ending',
      severity: 'warning',
      subject: service,
      message: `${count(unwanted.length, 'task')} of the ${service} ended by themselves within the last hour.`,
      cause: memory ? 'They needed more memory than a task has.' : newest.reason,
      confidence: memory ? 'certain' : 'likely',
      evidence: unwanted.slice(0, 3).map(({ id, at, code, reason }) => `${id} ${at ?? ''} ${code ?? ''}: ${reason}`),
      next: memory
        ? command(`configure get aws.services.${service}.memory`)
        : command(`logs --service ${service} --level error --since 2h`),
      runbook: 'service',
    },
  ]
}

function isUnwanted({ code, reason }: StoppedTask): boolean {
  return (
    UNWANTED.includes(code ?? '') || /health check|OutOfMemory|CannotPull|ResourceInitializationError/i.test(reason)
  )
}

function judgeImages(
  { service, tags, deployments }: ServiceDeployment,
  deployed: string | null,
  { command }: Judging,
): FoundHere[] {
  const rolling = deployments.some(({ rolloutState }) => rolloutState === 'IN_PROGRESS')
  if (rolling || tags.length === 0 || deployed === null || tags.every((tag) => tag === deployed)) return []
  return [
    {
      id: 'image.unexpected',
      severity: 'warning',
      subject: service,
      message: `The ${service} runs ${tags.join(' and ')}; deployed was ${deployed}.`,
      cause: 'The deployment was rolled back, or the service was changed past its stack.',
      confidence: 'likely',
      evidence: [],
      next: command('deploy'),
    },
  ]
}

/** Not yet a fault: images are published before somebody deploys them. */
function judgePublished({ publishedTag, deployedTag }: DeploymentsFact, { command }: Judging): FoundHere[] {
  if (publishedTag === null || deployedTag === null || publishedTag === deployedTag) return []
  return [
    {
      id: 'image.waiting',
      severity: 'info',
      subject: 'installation',
      message: `Images of ${publishedTag} are published; deployed is ${deployedTag}.`,
      cause: 'Nobody has deployed them yet, or their deployment was undone.',
      confidence: 'certain',
      evidence: [],
      next: command('deploy'),
    },
  ]
}
