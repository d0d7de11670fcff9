import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Installation, startInstallation } from './start-installation.ts'

let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
})

afterEach(() => {
  installation?.aws.fargate.clearTrouble()
  installation?.aws.faults.clear()
})

afterAll(async () => await installation?.stop())

interface Status {
  readonly running: boolean
  readonly services: readonly {
    readonly service: string
    readonly state: string
    readonly running: number
    readonly desired: number
    readonly detail: string | null
    readonly replicas: readonly { readonly id: string; readonly state: string; readonly startedAt: string }[]
  }[]
}

const status = async () => (await installation.semiont(['status', '--json'])).json<Status>()
const of = ({ services }: Status, name: string) => services.find(({ service }) => service === name)
const tasksOf = async (name: string) => of(await status(), name)?.replicas.map(({ id }) => id) ?? []
const plain = (semiontSaid: { stdout: string; stderr: string }) => semiontSaid.stdout + semiontSaid.stderr

async function boundsOf(service: string) {
  const { ScalableTargets } = await installation.aws.calls.call('application-autoscaling:describe_scalable_targets', {
    ServiceNamespace: 'ecs',
    ResourceIds: [`service/SemiontCluster/${service}`],
  })
  return (ScalableTargets as readonly Record<string, unknown>[])[0]
}

describe('semiont status', () => {
  it('says how each service is, from tasks, health checks and load balancer to database and file system', async () => {
    const said = await installation.semiont(['status'])
    expect(said).toMatchObject({ code: 0 })
    expect(said.stdout).toMatch(/^Semiont runs in eu-central-1 of the account 123456789012, at https:\/\//)
    for (const [service, count] of [
      ['frontend', '2/2'],
      ['backend', '2/2'],
      ['worker', '1/1'],
      ['database', '1/1'],
      ['storage', '1/1'],
    ])
      expect(said.stdout).toMatch(new RegExp(`^  ${service} +healthy +${count}$`, 'm'))
  })

  it('calls unknown what it may not ask, and says which right is missing', async () => {
    installation.aws.faults.deny('ecs')
    const said = await installation.semiont(['status'])
    expect(said.code).toBe(4)
    expect(said.stdout).toMatch(/backend +unknown .+AWS denies ecs:DescribeServices/)
    expect(said.stdout).toMatch(/database +healthy/)
    expect(said.stdout).not.toMatch(/backend +healthy/)
  })

  it('does not call a service healthy whose targets it may not see', async () => {
    installation.aws.faults.deny('elbv2')
    const said = await installation.semiont(['status', '--json'])
    expect(said.code).toBe(4)
    expect(of(said.json<Status>(), 'backend')).toMatchObject({ state: 'unknown' })
    expect(of(said.json<Status>(), 'worker')).toMatchObject({ state: 'healthy' })
  })

  it('ends with the one reason when nothing at all can be learned', async () => {
    for (const service of ['ecs', 'cloudformation']) installation.aws.faults.unreachable(service)
    const said = await installation.semiont(['status'], { env: { AWS_MAX_ATTEMPTS: '1' } })
    expect(said.code).toBe(4)
    expect(said.stderr).toContain('AWS did not answer cloudformation:DescribeStacks in eu-central-1')
  })
})

describe('semiont restart', () => {
  it('replaces every task of every service, and leaves the database alone', async () => {
    const before = await status()
    const said = await installation.semiont(['restart'])
    expect([said.code, said.stderr]).toEqual([0, expect.stringContaining('backend: the new tasks run and are well')])
    expect(said.stdout).toContain(
      'Restarted: frontend, backend, worker (5 new tasks, each healthy before an old one went)',
    )
    const after = await status()
    const ids = (all: Status) => all.services.flatMap(({ replicas }) => replicas.map(({ id }) => id))
    expect(ids(after).filter((id) => ids(before).includes(id))).toEqual([])
    expect(of(after, 'database')).toEqual(of(before, 'database'))
  })

  it('of one service leaves the others as they are', async () => {
    const [frontend, backend] = [await tasksOf('frontend'), await tasksOf('backend')]
    expect(await installation.semiont(['restart', '--service', 'frontend'])).toMatchObject({ code: 0 })
    expect(await tasksOf('backend')).toEqual(backend)
    expect(await tasksOf('frontend')).not.toEqual(frontend)
  })

  it('tells that ECS went back, and why', async () => {
    installation.aws.fargate.trouble('semiont-backend', { stopsWith: 'CannotPullContainerError: no such image' })
    const said = await installation.semiont(['restart', '--service', 'backend'])
    expect(said.code).toBe(7)
    expect(said.stderr).toContain('The backend was not restarted: ECS went back to what ran before.')
    expect(said.stderr).toContain('tasks stopped: CannotPullContainerError: no such image')
  })

  it('that never becomes healthy is told with the failing check when the time is over', async () => {
    installation.aws.fargate.trouble('semiont-backend', { unhealthy: true })
    const said = await installation.semiont(['restart', '--service', 'backend', '--timeout', '6s'])
    expect(said.code).toBe(4)
    expect(said.stderr).toContain('The restart of the backend was not done in time')
    expect(said.stderr).toContain('The health check of its container fails.')
    installation.aws.fargate.clearTrouble()
    expect(await installation.semiont(['restart', '--service', 'backend'])).toMatchObject({ code: 0 })
  })

  it('without a place to run names what ECS reports', async () => {
    installation.aws.fargate.trouble('semiont-worker', { noCapacity: true })
    const said = await installation.semiont(['restart', '--service', 'worker', '--timeout', '6s'])
    expect(said.code).toBe(4)
    expect(said.stderr).toContain('was unable to place a task. Reason: Capacity is unavailable')
  })

  it('without the right changes nothing and names the right', async () => {
    installation.aws.faults.deny('ecs:UpdateService')
    const said = await installation.semiont(['restart'])
    expect([said.code, said.stderr]).toEqual([5, expect.stringContaining('AWS denies ecs:UpdateService')])
  })

  it('says that it could not verify the image where it may not ask for it', async () => {
    installation.aws.faults.deny('ecr')
    const said = await installation.semiont(['restart', '--service', 'worker'])
    expect([said.code, said.stderr]).toEqual([4, expect.stringContaining('not all of it could be verified')])
    expect(said.stderr).toContain('AWS denies ecr:DescribeImages')
  })

  it('is not disturbed by AWS asking for patience', async () => {
    installation.aws.faults.throttle('ecs', 2)
    expect(await installation.semiont(['restart', '--service', 'worker'])).toMatchObject({ code: 0 })
  })
})

describe('semiont stop, start and scale', () => {
  it('stops one service, with its scaling suspended and its bounds kept', async () => {
    const said = await installation.semiont(['stop', '--service', 'worker'])
    expect(said).toMatchObject({ code: 0, stdout: expect.stringContaining('Stopped: worker.') })
    expect(of(await status(), 'worker')).toMatchObject({ state: 'stopped', running: 0, desired: 0 })
    expect(await boundsOf('semiont-worker')).toMatchObject({
      MinCapacity: 1,
      MaxCapacity: 4,
      SuspendedState: { DynamicScalingOutSuspended: true },
    })
    expect(await installation.semiont(['stop', '--service', 'worker'])).toMatchObject({ code: 0 })
  })

  it('starts it again with what it had, and twice is once', async () => {
    for (const _ of ['first', 'second'])
      expect(await installation.semiont(['start', '--service', 'worker'])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('worker runs: 1 of 1.'),
      })
    expect(await boundsOf('semiont-worker')).toMatchObject({ SuspendedState: { DynamicScalingOutSuspended: false } })
  })

  it('stops all services and never what holds data, and starts them all', async () => {
    const said = await installation.semiont(['stop'])
    expect(said).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Database, documents and secrets are as they were'),
    })
    const stopped = await installation.semiont(['status'])
    expect([stopped.code, stopped.stdout]).toEqual([3, expect.stringMatching(/^None of its services is to run/)])
    expect(stopped.stdout).toMatch(/database +healthy/)
    expect((await installation.semiont(['restart'])).code).toBe(4)
    expect(await installation.semiont(['start'])).toMatchObject({ code: 0 })
    expect((await status()).services.every(({ state }) => state === 'healthy')).toBe(true)
    expect(of(await status(), 'backend')).toMatchObject({ running: 2 })
  })

  it('scales within the bounds of the environment, and refuses more with the setting to change', async () => {
    const said = await installation.semiont(['scale', 'backend=3'])
    expect(said).toMatchObject({ code: 0, stdout: expect.stringContaining('backend runs: 3 of 3.') })
    expect(await boundsOf('semiont-backend')).toMatchObject({ MinCapacity: 3, MaxCapacity: 4 })
    const refused = await installation.semiont(['scale', 'backend=9'])
    expect(refused.code).toBe(5)
    expect(plain(refused)).toContain('semiont configure production set aws.services.backend.maximum 9')
    expect((await installation.semiont(['scale', 'backend=1'])).stderr).toContain('aws.services.backend.minimum 1')
    expect(await installation.semiont(['scale', 'backend=2'])).toMatchObject({ code: 0 })
  })

  it('never stops or restarts the database', async () => {
    for (const line of [
      ['stop', '--service', 'database'],
      ['restart', '--service', 'database'],
    ])
      expect((await installation.semiont(line)).code).toBe(5)
  })

  it('says beforehand what it would do', async () => {
    const before = await tasksOf('backend')
    for (const line of [['stop'], ['start'], ['restart'], ['scale', 'backend=3']])
      expect(await installation.semiont([...line, '--dry-run'])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Would'),
      })
    expect(await tasksOf('backend')).toEqual(before)
  })
})

describe('semiont scaling', () => {
  it('tells bounds, policies and what happened to each service, with its cause', async () => {
    const { code, stdout } = await installation.semiont(['scaling'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^backend: 2 running, 2 desired; from 2 to 4 tasks$/m)
    expect(stdout).toContain('keeps ECSServiceAverageCPUUtilization at 60')
    expect(stdout).toMatch(/Setting desired count to 3\.\n    because monitor alarm/)
    expect(stdout).toMatch(/^worker: [^]*Nothing has scaled it in that time\.$/m)
  })

  it('says of what it may not ask that it is not known', async () => {
    installation.aws.faults.deny('application-autoscaling')
    const { code, stdout } = await installation.semiont(['scaling'])
    expect([code, stdout]).toEqual([4, expect.stringContaining('What scaled it is not known: AWS denies')])
  })

  it('tells on this machine that the number is fixed', async () => {
    const { code, stdout } = await installation.semiont(['scaling', '--environment', 'local'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('services.backend.replicas is 1')])
  })
})
