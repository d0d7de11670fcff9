import { describe, expect, it } from 'vitest'
import { assertWithinBounds, decideStart, RESUMED, SUSPENDED } from './desired.ts'
import { parseImage } from './expected-images.ts'
import { type RestartOutcome, restartError } from './restart-outcome.ts'
import { judgeRollout } from './rollout.ts'
import {
  aContainer,
  aDeployment,
  aService,
  aTask,
  BEGUN,
  DEFINITION,
  DIGEST,
  someFacts,
} from './testing/service-fixtures.ts'
import { verifyRestart } from './verify-restart.ts'

const EXPECTED = {
  deploymentId: 'ecs-svc/new',
  begun: BEGUN,
  taskDefinitionArn: DEFINITION,
  digests: { value: { backend: { digest: DIGEST } } },
}
const WELL = { wrong: [], unknown: [] }
const verify = (changes: Parameters<typeof someFacts>[0] = {}) => verifyRestart(someFacts(changes), EXPECTED)

describe('after a restart', () => {
  it('all is well when every task is new, runs the image expected and is healthy', () => {
    expect(verify()).toEqual(WELL)
  })

  it('a task from before is named', () => {
    const createdAt = new Date(BEGUN.getTime() - 1)
    const old = aTask('2', { createdAt, startedBy: 'ecs-svc/old' })
    expect(verify({ tasks: { value: [aTask('1'), old] } }).wrong).toEqual([
      'Task 2 was made at 2026-03-02T08:59:59.999Z, not by this restart.',
    ])
  })

  it('a task is known by the deployment that made it, and without one by its time', () => {
    const before = new Date(BEGUN.getTime() - 1)
    expect(verify({ tasks: { value: [aTask('1', { createdAt: before }), aTask('2')] } })).toEqual(WELL)
    const nobodys = { createdAt: before, startedBy: null }
    expect(verify({ tasks: { value: [aTask('1', nobodys), aTask('2')] } }).wrong).toHaveLength(1)
    expect(verify({ tasks: { value: [aTask('1', { startedBy: null }), aTask('2')] } })).toEqual(WELL)
  })

  it('a task that runs another definition or image is named', () => {
    const other = aTask('2', {
      taskDefinitionArn: DEFINITION.replace(/7$/, '6'),
      containers: [aContainer({ imageDigest: 'sha256:old' })],
    })
    expect(verify({ tasks: { value: [aTask('1'), other] } }).wrong).toEqual([
      'Task 2 runs semiont-backend:6 instead of semiont-backend:7.',
      'backend of task 2 runs the image sha256:old instead of sha256:new.',
    ])
  })

  it('a task that is not well is named with what fails', () => {
    const ill = aTask('2', { health: 'UNHEALTHY' })
    expect(verify({ tasks: { value: [aTask('1'), ill] } }).wrong).toEqual([
      '1 of 2 tasks are well.',
      'Task 2: The health check of its container fails.',
    ])
  })

  it('one that ECS is about to stop is none of it', () => {
    const ending = aTask('0', { desiredStatus: 'STOPPED', createdAt: new Date(0) })
    expect(verify({ tasks: { value: [ending, aTask('1'), aTask('2')] } })).toEqual(WELL)
  })

  it('what could not be learned is not taken for right', () => {
    const denied = { unknown: 'AWS denies it.' }
    expect(verify({ tasks: denied }).unknown).toEqual(['AWS denies it.'])
    expect(verify({ targets: denied }).unknown).toEqual(['AWS denies it.'])
    expect(verifyRestart(someFacts(), { ...EXPECTED, digests: denied }).unknown).toEqual(['AWS denies it.'])
    const digests = { value: { backend: denied } }
    expect(verifyRestart(someFacts(), { ...EXPECTED, digests }).unknown).toEqual(['AWS denies it.'])
    const silent = [aTask('1', { containers: [aContainer({ imageDigest: null })] }), aTask('2')]
    expect(verify({ tasks: { value: silent } }).unknown).toEqual([
      'ECS does not tell which image backend of task 1 runs.',
    ])
  })
})

describe('a deployment of ours', () => {
  const look = (deployments: ReturnType<typeof aDeployment>[], hasFailed = false, message = '') =>
    judgeRollout(aService({ deployments, events: message === '' ? [] : [{ id: '1', at: BEGUN, message }] }), {
      deploymentId: 'ecs-svc/new',
      hasFailed,
    })
  const back = aDeployment({ id: 'ecs-svc/back', rolloutState: 'IN_PROGRESS' })

  it('goes on until ECS calls it completed', () => {
    expect(look([aDeployment({ rolloutState: 'IN_PROGRESS' })])).toBe('in-progress')
    expect(look([aDeployment()])).toBe('completed')
    expect(look([aDeployment({ rolloutState: null })])).toBe('completed')
    expect(look([aDeployment({ rolloutState: null, running: 1 })])).toBe('in-progress')
  })

  it('has failed where ECS does not go back', () => {
    expect(look([aDeployment({ rolloutState: 'FAILED' })])).toBe('failed')
  })

  it('is rolled back once that is done, however late one looks', () => {
    const failed = aDeployment({ status: 'ACTIVE', rolloutState: 'FAILED' })
    expect(look([back, failed])).toBe('rolling-back')
    expect(look([aDeployment({ id: 'ecs-svc/back' })], true)).toBe('rolled-back')
    const said = '(service semiont-backend) (deployment ecs-svc/new) deployment failed: tasks failed to start.'
    expect(look([aDeployment({ id: 'ecs-svc/back' })], false, said)).toBe('rolled-back')
    const reason = 'ECS deployment circuit breaker: rolling back to deploymentId ecs-svc/old.'
    expect(look([{ ...back, rolloutStateReason: reason }])).toBe('rolling-back')
  })

  it('can be overtaken by one of someone else', () => {
    expect(look([back, aDeployment({ status: 'ACTIVE', rolloutState: 'IN_PROGRESS' })])).toBe('superseded')
  })
})

describe('what is said of a restart', () => {
  const outcome = (changes: Partial<RestartOutcome> = {}): RestartOutcome => ({
    service: 'backend',
    rollout: 'completed',
    verdict: WELL,
    reasons: [],
    progress: '1 of 2 new tasks run',
    ...changes,
  })
  const error = (...outcomes: RestartOutcome[]) => restartError(outcomes, 'production')

  it('is nothing when all became as it was to be', () => {
    expect(error(outcome(), outcome({ service: 'worker' }))).toBeUndefined()
  })

  it('is 7 when ECS went back, with the reason and where to look', () => {
    expect(error(outcome({ rollout: 'rolled-back', reasons: ['3 tasks stopped: no image'] }))).toMatchObject({
      exitCode: 7,
      message: 'The backend was not restarted: ECS went back to what ran before. 3 tasks stopped: no image',
      action: 'See what they say: semiont logs --service backend --since 1h --environment production',
    })
  })

  it.each<[string, Partial<RestartOutcome>, string]>([
    ['is not done', { rollout: 'in-progress', verdict: null }, 'not done in time: 1 of 2 new tasks run.'],
    ['has failed', { rollout: 'failed', verdict: null }, 'the deployment has failed'],
    ['was overtaken', { rollout: 'superseded', verdict: null }, 'another deployment'],
    ['is not well', { verdict: { wrong: ['1 of 2 tasks are well.'], unknown: [] } }, 'not as it is to be: 1 of 2'],
    ['is not verified', { verdict: { wrong: [], unknown: ['AWS denies it.'] } }, 'not all of it could be verified'],
    ['was not looked at', { verdict: null }, 'could not be looked at any more'],
  ])('is 4 when it %s', (_, changes, says) => {
    expect(error(outcome(changes), outcome({ service: 'worker' }))).toMatchObject({
      exitCode: 4,
      message: expect.stringContaining(says),
    })
  })
})

describe('how many tasks are to run', () => {
  const bounds = (suspended = RESUMED) => ({ resourceId: 'x', minimum: 3, maximum: 4, suspended })
  const configured = { minimum: 2, maximum: 4 }

  it('after a start are as many as its scaling keeps at least, else as the environment says', () => {
    expect(decideStart(aService({ desired: 0 }), bounds(SUSPENDED), configured)).toMatchObject({
      desired: 3,
      resume: { resourceId: 'x', suspended: RESUMED },
    })
    expect(decideStart(aService({ desired: 0 }), null, configured)).toEqual({ desired: 2, resume: null })
  })

  it('stay what they are where it runs', () => {
    expect(decideStart(aService(), bounds(), configured)).toEqual({ desired: null, resume: null })
    expect(decideStart(aService(), bounds(SUSPENDED), configured)).toMatchObject({ desired: null, resume: {} })
  })

  it('must be within what the environment says', () => {
    expect(() => assertWithinBounds('backend', 4, configured, 'production')).not.toThrow()
    expect(() => assertWithinBounds('backend', 5, configured, 'production')).toThrow('from 2 to 4 tasks')
    expect(() => assertWithinBounds('backend', 0, configured, 'production')).toThrow(
      expect.objectContaining({ exitCode: 5, action: expect.stringContaining('semiont stop --service backend') }),
    )
  })
})

it.each([
  [
    '123456789012.dkr.ecr.eu-central-1.amazonaws.com/semiont/backend:v1',
    { repository: 'semiont/backend', tag: 'v1', digest: null, isInEcr: true },
  ],
  [
    '123456789012.dkr.ecr.eu-central-1.amazonaws.com/semiont/backend@sha256:1',
    { repository: 'semiont/backend', tag: null, digest: 'sha256:1', isInEcr: true },
  ],
  ['postgres:17', { repository: 'postgres', tag: '17', digest: null, isInEcr: false }],
])('reads the image %s', (image, parts) => {
  expect(parseImage(image)).toEqual(parts)
})
