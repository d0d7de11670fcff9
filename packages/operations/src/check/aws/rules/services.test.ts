import { describe, expect, it } from 'vitest'
import type { EcsDeployment } from '../../../aws/clients/ecs.ts'
import type { ScalingActivity } from '../../../aws/clients/auto-scaling.ts'
import { brief, judgingWith, NOW } from '../../testing/judging.ts'
import type { ServiceDeployment, StoppedTask } from '../facts/deployments.ts'
import type { EdgeFact } from '../facts/edge.ts'
import type { FirewallFact } from '../facts/firewall.ts'
import type { ScaledService } from '../facts/scaling.ts'
import { judgeDeployments } from './deployments.ts'
import { judgeEdge } from './edge.ts'
import { judgeFirewall, judgeOrigin } from './firewall.ts'
import { judgeScaling } from './scaling.ts'
import { judgeTargets } from './targets.ts'

const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

describe('the deployment of a service', () => {
  const deployment: EcsDeployment = {
    id: 'ecs-svc/1',
    status: 'PRIMARY',
    rolloutState: 'COMPLETED',
    rolloutStateReason: null,
    taskDefinitionArn: 'arn:aws:ecs:eu-central-1:1:task-definition/semiont-backend:4',
    desired: 2,
    pending: 0,
    running: 2,
    failedTasks: 0,
    createdAt: ago(300),
    updatedAt: ago(300),
  }
  const service: ServiceDeployment = {
    service: 'backend',
    counts: { running: 2, desired: 2, pending: 0 },
    platformVersion: '1.4.0',
    deployments: [deployment],
    troubles: [],
    stopped: [],
    tags: ['1.2.0'],
  }
  const rolling = (change: Partial<EcsDeployment>): Partial<ServiceDeployment> => ({
    deployments: [{ ...deployment, rolloutState: 'IN_PROGRESS', createdAt: ago(3), ...change }],
  })
  const stopped = (code: string, reason: string): Partial<ServiceDeployment> => ({
    stopped: [{ id: 'a1', at: ago(5).toISOString(), code, reason } satisfies StoppedTask],
  })
  const judge = (change: Partial<ServiceDeployment>) =>
    judgeDeployments(
      { services: [{ ...service, ...change }], publishedTag: '1.2.0', deployedTag: '1.2.0' },
      judgingWith(),
    )

  it.each<[string, Partial<ServiceDeployment>, string[]]>([
    ['that is over', {}, []],
    ['of a service that is not there', { counts: null }, ['critical deployment.no-service']],
    ['that goes on', rolling({}), ['info deployment.running']],
    ['that goes on for long', rolling({ createdAt: ago(30) }), ['warning deployment.stuck']],
    ['whose tasks end', rolling({ failedTasks: 2 }), ['warning deployment.stuck']],
    ['that failed', rolling({ rolloutState: 'FAILED' }), ['critical deployment.failed']],
    ['of another image than was deployed', { tags: ['1.1.0'] }, ['warning image.unexpected']],
    ['of another image while it goes on', { tags: ['1.1.0'], ...rolling({}) }, ['info deployment.running']],
    ['after which a task ended', stopped('EssentialContainerExited', 'ended with 1'), ['warning tasks.ending']],
    [
      'after which tasks needed too much',
      stopped('EssentialContainerExited', 'OutOfMemoryError: Container killed'),
      ['warning tasks.out-of-memory'],
    ],
    ['after which the scheduler ended a task', stopped('ServiceSchedulerInitiated', 'Scaling activity initiated'), []],
    [
      'after which the scheduler ended an unhealthy task',
      stopped('ServiceSchedulerInitiated', 'Task failed ELB health checks'),
      ['warning tasks.ending'],
    ],
  ])('%s', (_what, change, expected) => {
    expect(brief(judge(change))).toEqual(expected)
  })

  it('after which newer images were published is no fault', () => {
    const fact = { services: [service], publishedTag: '1.3.0', deployedTag: '1.2.0' }
    expect(brief(judgeDeployments(fact, judgingWith()))).toEqual(['info image.waiting'])
  })

  it('that failed says the reason that ECS gives, and what it counted', () => {
    const reason = 'ECS deployment circuit breaker: tasks failed to start.'
    const [finding] = judge({
      ...rolling({ rolloutState: 'FAILED', rolloutStateReason: reason }),
      troubles: ['unable to pull the image'],
      counts: { running: 0, desired: 2, pending: 1 },
    })
    expect(finding).toMatchObject({
      cause: reason,
      evidence: ['running 0, desired 2, pending 1', 'unable to pull the image'],
      next: 'semiont logs --service backend --level error --since 1d',
      runbook: 'service',
    })
  })
})

describe('a target group', () => {
  const target = { id: '10.40.4.10', port: 4001, zone: null, state: 'healthy', reason: null, description: null }
  const bad = { ...target, state: 'unhealthy', reason: 'Target.Timeout', description: 'Request timed out' }
  it.each<[string, (typeof target | typeof bad)[], string[]]>([
    ['whose targets answer', [target, target], []],
    ['without targets', [], ['critical target.none']],
    ['of which one does not answer', [target, bad], ['warning target.unhealthy']],
    ['of which none answers', [bad], ['critical target.unhealthy']],
    ['that is being rolled', [target, { ...target, state: 'draining' }, { ...target, state: 'initial' }], []],
  ])('%s', (_what, targets, expected) => {
    const judged = judgeTargets([{ service: 'backend', arn: 'arn', targets }], judgingWith())
    expect(brief(judged)).toEqual(expected)
  })

  it('says why a target does not answer', () => {
    const [finding] = judgeTargets([{ service: 'backend', arn: 'arn', targets: [bad] }], judgingWith())
    expect(finding).toMatchObject({
      cause: 'Target.Timeout: Request timed out',
      evidence: ['10.40.4.10:4001 unhealthy, Target.Timeout'],
    })
  })
})

describe('a service that scales', () => {
  const bounds = {
    resourceId: 'service/SemiontCluster/semiont-backend',
    minimum: 1,
    maximum: 4,
    suspended: { in: false, out: false, scheduled: false },
  }
  const activity: ScalingActivity = {
    id: '1',
    resourceId: bounds.resourceId,
    description: 'Setting desired count to 4.',
    cause: 'monitor alarm in state ALARM triggered policy',
    status: 'Successful',
    statusMessage: null,
    begun: ago(60),
    ended: null,
  }
  const given = (change: Partial<ScaledService>): ScaledService[] => [
    { service: 'backend', desired: 1, bounds, configured: { minimum: 1, maximum: 4 }, activities: [], ...change },
  ]
  it.each<[string, Partial<ScaledService>, string[]]>([
    ['and is at rest', { activities: [activity] }, []],
    ['and has grown', { desired: 2, activities: [activity] }, ['info scaling.grown']],
    ['that has grown to its end', { desired: 4 }, ['warning scaling.at-maximum']],
    ['of a fixed size', { bounds: { ...bounds, maximum: 1 }, configured: { minimum: 1, maximum: 1 } }, []],
    ['no more', { bounds: null }, ['warning scaling.off']],
    [
      'and is kept from it',
      { bounds: { ...bounds, suspended: { in: false, out: true, scheduled: false } } },
      ['warning scaling.suspended'],
    ],
    ['otherwise than configured', { configured: { minimum: 2, maximum: 4 } }, ['info scaling.not-as-configured']],
    ['and could not', { activities: [{ ...activity, status: 'Failed' }] }, ['warning scaling.failed']],
    ['again and again', { activities: Array.from({ length: 20 }, () => activity) }, ['warning scaling.restless']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeScaling(given(change), judgingWith()))).toEqual(expected)
  })

  it('at its maximum says what made it grow', () => {
    const [finding] = judgeScaling(given({ desired: 4, activities: [activity] }), judgingWith())
    expect(finding).toMatchObject({ cause: activity.cause, next: 'semiont scaling' })
  })
})

describe('the way in', () => {
  const firewall: FirewallFact = {
    name: 'semiont',
    rules: 5,
    attached: true,
    logGroups: ['aws-waf-logs-semiont'],
    allowed: 900,
    blocked: 10,
  }
  it.each<[string, Partial<FirewallFact>, string[]]>([
    ['behind a firewall', {}, []],
    ['without a firewall', { name: null }, ['critical firewall.off']],
    ['past the firewall', { attached: false }, ['critical firewall.off']],
    ['behind a firewall without a log', { logGroups: [] }, ['warning firewall.unlogged']],
    ['of which much is blocked', { blocked: 900 }, ['warning firewall.blocking']],
    ['of few requests', { allowed: 3, blocked: 3 }, []],
    ['without data', { allowed: null, blocked: null }, []],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeFirewall({ ...firewall, ...change }, judgingWith()))).toEqual(expected)
  })

  it('leads through CloudFront alone', () => {
    const origin = { name: 'semiont', scheme: 'internal', state: 'active', reason: null }
    expect(judgeOrigin(origin, judgingWith())).toEqual([])
    expect(brief(judgeOrigin({ ...origin, scheme: 'internet-facing' }, judgingWith()))).toEqual([
      'critical origin.open',
    ])
    expect(brief(judgeOrigin({ ...origin, state: 'failed' }, judgingWith()))).toEqual(['critical origin.state'])
  })

  const edge: EdgeFact = {
    id: 'E1',
    distribution: {
      id: 'E1',
      host: 'd1.cloudfront.net',
      status: 'Deployed',
      enabled: true,
      aliases: [],
      origins: [],
      changedAt: null,
    },
    failedPercent: 0.2,
    cacheHitPercent: null,
  }
  it.each<[string, Partial<EdgeFact>, string[]]>([
    ['CloudFront serves', {}, []],
    ['CloudFront is not there', { distribution: null }, ['critical edge.off']],
    [
      'CloudFront is switched off',
      { distribution: edge.distribution && { ...edge.distribution, enabled: false } },
      ['critical edge.off'],
    ],
    [
      'a change spreads',
      { distribution: edge.distribution && { ...edge.distribution, status: 'InProgress' } },
      ['info edge.changing'],
    ],
    ['CloudFront fails', { failedPercent: 7 }, ['warning edge.failing']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeEdge({ ...edge, ...change }, judgingWith()))).toEqual(expected)
  })
})
