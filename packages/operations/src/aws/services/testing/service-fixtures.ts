import type { EcsDeployment, EcsService } from '../../clients/ecs.ts'
import type { EcsTask } from '../../clients/ecs-tasks.ts'
import type { TargetHealth } from '../../clients/elastic-load-balancing.ts'
import type { ServiceFacts } from '../service-facts.ts'

export const BEGUN = new Date('2026-03-02T09:00:00Z')
export const DEFINITION = 'arn:aws:ecs:eu-central-1:123456789012:task-definition/semiont-backend:7'
export const DIGEST = 'sha256:new'

export function aDeployment(changes: Partial<EcsDeployment> = {}): EcsDeployment {
  return {
    id: 'ecs-svc/new',
    status: 'PRIMARY',
    rolloutState: 'COMPLETED',
    rolloutStateReason: null,
    taskDefinitionArn: DEFINITION,
    desired: 2,
    pending: 0,
    running: 2,
    failedTasks: 0,
    createdAt: BEGUN,
    updatedAt: BEGUN,
    ...changes,
  }
}

export function aService(changes: Partial<EcsService> = {}): EcsService {
  return {
    name: 'semiont-backend',
    arn: 'arn:aws:ecs:eu-central-1:123456789012:service/SemiontCluster/semiont-backend',
    status: 'ACTIVE',
    desired: 2,
    running: 2,
    pending: 0,
    taskDefinitionArn: DEFINITION,
    deployments: [aDeployment()],
    events: [],
    targetGroupArns: ['a-group'],
    circuitBreaker: { enabled: true, rollback: true },
    execEnabled: true,
    platformVersion: '1.4.0',
    createdAt: BEGUN,
    ...changes,
  }
}

export function aTask(id: string, changes: Partial<EcsTask> = {}): EcsTask {
  return {
    arn: `arn:aws:ecs:eu-central-1:123456789012:task/SemiontCluster/${id}`,
    id,
    group: 'service:semiont-backend',
    taskDefinitionArn: DEFINITION,
    lastStatus: 'RUNNING',
    desiredStatus: 'RUNNING',
    health: 'HEALTHY',
    createdAt: new Date(BEGUN.getTime() + 1000),
    startedAt: new Date(BEGUN.getTime() + 20_000),
    stoppedAt: null,
    stopCode: null,
    stoppedReason: null,
    startedBy: 'ecs-svc/new',
    zone: 'eu-central-1a',
    privateAddress: `10.40.4.${id}`,
    containers: [aContainer()],
    ...changes,
  }
}

export function aContainer(changes: Partial<EcsTask['containers'][number]> = {}): EcsTask['containers'][number] {
  return {
    name: 'backend',
    lastStatus: 'RUNNING',
    health: 'HEALTHY',
    image: '123456789012.dkr.ecr.eu-central-1.amazonaws.com/semiont/backend:v1',
    imageDigest: DIGEST,
    exitCode: null,
    reason: null,
    runtimeId: null,
    ...changes,
  }
}

export function aTarget(id: string, changes: Partial<TargetHealth> = {}): TargetHealth {
  const address = `10.40.4.${id}`
  return { id: address, port: 4001, zone: null, state: 'healthy', reason: null, description: null, ...changes }
}

/** A backend with two tasks that are well, unless the changes say otherwise. */
export function someFacts(changes: Partial<ServiceFacts> = {}): ServiceFacts {
  const resourceId = 'service/SemiontCluster/semiont-backend'
  const suspended = { in: false, out: false, scheduled: false }
  return {
    service: 'backend',
    name: 'semiont-backend',
    found: aService(),
    tasks: { value: [aTask('1'), aTask('2')] },
    stopped: { value: [] },
    targets: { value: [aTarget('1'), aTarget('2')] },
    checkedDefinitions: { value: new Set([DEFINITION]) },
    scaling: { value: { resourceId, minimum: 2, maximum: 4, suspended } },
    ...changes,
  }
}
