import { describe, expect, it } from 'vitest'
import { judgeDatabase, judgeFileSystem } from './aws-status.ts'
import { judgeService } from './judge-service.ts'
import { aContainer, aDeployment, aService, aTarget, aTask, BEGUN, someFacts } from './testing/service-fixtures.ts'

const IN_PROGRESS = aDeployment({ rolloutState: 'IN_PROGRESS', running: 1 })
const later = new Date(BEGUN.getTime() + 60_000)

describe('a service on AWS', () => {
  it('is healthy when as many tasks as desired pass both health checks', () => {
    expect(judgeService(someFacts())).toMatchObject({ state: 'healthy', running: 2, desired: 2, detail: null })
  })

  it('is healthy while new tasks are added to old ones that are well', () => {
    const found = aService({ deployments: [IN_PROGRESS, aDeployment({ id: 'ecs-svc/old', status: 'ACTIVE' })] })
    expect(judgeService(someFacts({ found }))).toMatchObject({
      state: 'healthy',
      detail: 'A deployment is in progress: 1 of 2 new tasks run.',
    })
  })

  it('is stopped when none are desired, and when the cluster has none of it', () => {
    const found = aService({ desired: 0, running: 1 })
    expect(judgeService(someFacts({ found }))).toMatchObject({ state: 'stopped', detail: '1 task is still ending.' })
    expect(judgeService(someFacts({ found: undefined }))).toMatchObject({
      state: 'stopped',
      detail: 'There is no service semiont-backend in the cluster.',
    })
  })

  it('is starting when its first tasks come and nothing speaks against them', () => {
    const found = aService({ running: 0, pending: 2, deployments: [IN_PROGRESS] })
    const tasks = { value: [aTask('1', { lastStatus: 'PENDING' }), aTask('2', { health: 'UNKNOWN' })] }
    expect(judgeService(someFacts({ found, tasks }))).toMatchObject({
      state: 'starting',
      replicas: [{ state: 'starting' }, { state: 'starting' }],
    })
  })

  it('is degraded when some are well, and says what the load balancer finds of the other', () => {
    const ill = aTarget('2', { state: 'unhealthy', reason: 'Target.Timeout', description: 'Request timed out' })
    const status = judgeService(someFacts({ targets: { value: [aTarget('1'), ill] } }))
    expect(status).toMatchObject({ state: 'degraded', replicas: [{ state: 'healthy' }, { state: 'unhealthy' }] })
    expect(status.detail).toContain('The load balancer calls it unhealthy (Target.Timeout: Request timed out).')
  })

  it('is failing when none is well, and says why the tasks stopped', () => {
    const ended = aTask('3', {
      lastStatus: 'STOPPED',
      createdAt: later,
      stoppedReason: 'Essential container in task exited',
      containers: [aContainer({ exitCode: 1 })],
    })
    const status = judgeService(
      someFacts({
        found: aService({
          running: 0,
          pending: 1,
          deployments: [aDeployment({ rolloutState: 'IN_PROGRESS', failedTasks: 2 })],
        }),
        tasks: { value: [aTask('4', { lastStatus: 'PENDING' })] },
        stopped: { value: [ended, ended] },
      }),
    )
    expect(status).toMatchObject({ state: 'failing', running: 0 })
    expect(status.detail).toContain('2 tasks of the deployment in progress could not start.')
    expect(status.detail).toContain('2 tasks stopped: Essential container in task exited (backend: exit code 1)')
  })

  it('is unknown when what would make it healthy could not be learned', () => {
    const denied = { unknown: 'AWS denies it.' }
    for (const part of ['tasks', 'targets', 'checkedDefinitions'] as const)
      expect(judgeService(someFacts({ [part]: denied }))).toMatchObject({ state: 'unknown', detail: 'AWS denies it.' })
  })

  it('is unknown when ECS counts tasks that it does not list', () => {
    expect(judgeService(someFacts({ tasks: { value: [] } }))).toMatchObject({
      state: 'unknown',
      detail: 'ECS counts 2 running tasks and lists none.',
    })
  })

  it('shows trouble also where something else is not known', () => {
    const tasks = { value: [aTask('1', { health: 'UNHEALTHY' }), aTask('2', { health: 'UNHEALTHY' })] }
    expect(judgeService(someFacts({ tasks, targets: { unknown: 'AWS denies it.' } }))).toMatchObject({
      state: 'failing',
    })
  })

  it('says that its scaling is suspended', () => {
    const suspended = { in: true, out: true, scheduled: true }
    const scaling = { value: { resourceId: 'x', minimum: 2, maximum: 4, suspended } }
    expect(judgeService(someFacts({ scaling })).detail).toBe('Its scaling is suspended.')
  })

  it('without a load balancer is judged by its container alone, without a health check by running', () => {
    const found = aService({ targetGroupArns: [] })
    expect(judgeService(someFacts({ found, targets: { value: [] } }))).toMatchObject({ state: 'healthy' })
    const tasks = { value: [aTask('1', { health: 'UNKNOWN' }), aTask('2', { health: 'UNKNOWN' })] }
    const unchecked = { found, targets: { value: [] }, tasks, checkedDefinitions: { value: new Set<string>() } }
    expect(judgeService(someFacts(unchecked))).toMatchObject({ state: 'healthy' })
  })

  it('takes trouble of the past for past', () => {
    const message = '(service semiont-backend) (task 1) failed container health checks.'
    const at = (time: Date) => aService({ events: [{ id: '1', at: time, message }] })
    expect(judgeService(someFacts({ found: at(new Date(BEGUN.getTime() - 1)) }))).toMatchObject({ state: 'healthy' })
    expect(judgeService(someFacts({ found: at(later) }))).toMatchObject({ state: 'degraded' })
  })
})

describe('the database', () => {
  it.each([
    ['available', 'healthy'],
    ['backing-up', 'healthy'],
    ['rebooting', 'starting'],
    ['stopped', 'stopped'],
    ['storage-full', 'failing'],
    ['a-new-state', 'failing'],
  ])('that is %s is called %s', (status, state) => {
    expect(judgeDatabase({ status })[0]).toBe(state)
  })
})

describe('the file system', () => {
  it.each([
    ['available', 2, 'healthy'],
    ['updating', 2, 'healthy'],
    ['creating', 0, 'starting'],
    ['available', 0, 'failing'],
    ['error', 2, 'failing'],
  ])('that is %s with %d mount targets is called %s', (state, mountTargets, judged) => {
    expect(judgeFileSystem({ state, mountTargets })[0]).toBe(judged)
  })
})
