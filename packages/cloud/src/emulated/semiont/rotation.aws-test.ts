import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { list, object, text } from '../json.ts'
import { endedBetween, type SeenCall } from './ended-between.ts'
import { type Installation, startInstallation } from './start-installation.ts'
import { watchCredentials } from './watch-credentials.ts'

const DATABASE = ['rotate', 'database-password']
const SecretId = 'semiont/database'

let installation: Installation

beforeAll(async () => {
  installation = await startInstallation({ database: 'migrated' })
})

afterAll(async () => await installation?.stop())

interface Journal {
  readonly id: string
  readonly before: string
  readonly kid: string | null
  readonly steps: readonly { readonly step: string }[]
  readonly problem: { readonly message: string } | null
}

async function journalOf(secret: string): Promise<Journal> {
  const Name = `/semiont/operations/rotation/${secret}`
  const { Parameter } = await installation.aws.calls.call('ssm:get_parameter', { Name })
  return JSON.parse(text(object(Parameter)['Value'])) as Journal
}

async function versionWith(label: string): Promise<string | undefined> {
  const { VersionIdsToStages } = await installation.aws.calls.call('secretsmanager:describe_secret', { SecretId })
  return Object.entries(object(VersionIdsToStages)).find(([, labels]) => (labels as string[]).includes(label))?.[0]
}

async function userNow(): Promise<string> {
  const { SecretString } = await installation.aws.calls.call('secretsmanager:get_secret_value', { SecretId })
  return (JSON.parse(text(SecretString)) as { username: string }).username
}

interface Key {
  readonly kid: string
  readonly state: string
}

async function ringNow(): Promise<Key[]> {
  const { SecretString } = await installation.aws.calls.call('secretsmanager:get_secret_value', {
    SecretId: 'semiont/jwt-keys',
  })
  return (JSON.parse(text(SecretString)) as Key[]).map(({ kid, state }) => ({ kid, state }))
}

function tasksThatRun(service: string): string[] {
  const { fargate } = installation.aws
  fargate.advance()
  const running = fargate.tasks.filter(({ group, status }) => group === `service:${service}` && status === 'RUNNING')
  return running.map(({ id }) => id)
}

/** The call with which the journal gets to a step. */
const journals = (step: string) => (call: SeenCall) =>
  call.target.endsWith('.PutParameter') && call.body.includes('rotation') && lastStepIn(call.body) === step

function lastStepIn(body: string): string | undefined {
  const { Value } = JSON.parse(body) as { Value: string }
  return (JSON.parse(Value) as Journal).steps.at(-1)?.step
}

const asks = (operation: string) => (call: SeenCall) => call.target.endsWith(`.${operation}`)

const operator = () => ({ folder: installation.folder, variables: installation.aws.variables })

describe('M-042, M-054: semiont rotate database-password', () => {
  it('has the other user’s password changed, proves it, and brings every task to use it', async () => {
    const before = [...tasksThatRun('semiont-backend'), ...tasksThatRun('semiont-worker')]
    const watch = watchCredentials(installation.aws)
    const said = await installation.semiont([...DATABASE, '--json'])
    const watched = await watch.stop()
    expect(said.stderr).toContain('a task has opened the database with the new password')
    expect(said.code).toBe(0)
    const { rotation } = said.json<{ rotation: Journal }>()
    expect(rotation.steps.map(({ step }) => step)).toEqual(['begun', 'asked', 'current', 'proven', 'rolled', 'done'])
    expect(await versionWith('AWSCURRENT')).toBe(rotation.id)
    expect(await userNow()).toBe('semiont_clone')
    const after = [...tasksThatRun('semiont-backend'), ...tasksThatRun('semiont-worker')]
    expect(after.filter((id) => before.includes(id))).toEqual([])
    expect(after).toHaveLength(before.length)
    expect(watched).toMatchObject({ lockedOut: [], users: new Set(['semiont', 'semiont_clone']) })
    expect(watched.opened).toBeGreaterThan(before.length)
  })

  it('says that it was rotated to who types it once more', async () => {
    const said = await installation.semiont(DATABASE)
    expect(said).toMatchObject({ code: 0 })
    expect(said.stdout).toContain('was rotated already')
    expect(await userNow()).toBe('semiont_clone')
  })

  it('killed after each of its steps and in each of its acts, goes on where it was: one rotation, nobody locked out', async () => {
    const { begun } = installation.aws.rotation
    const points: readonly (readonly [string, (call: SeenCall) => boolean])[] = [
      ['begun', journals('begun')],
      ['AWS is asked', asks('RotateSecret')],
      ['asked', journals('asked')],
      ['current', journals('current')],
      ['a task proves it', asks('RunTask')],
      ['proven', journals('proven')],
      ['the first service is replaced', asks('UpdateService')],
      ['rolled', journals('rolled')],
    ]
    const watch = watchCredentials(installation.aws)
    const ids = new Set<string>()
    for (const [point, isLast] of points) {
      const ended = await endedBetween(operator(), [...DATABASE, '--again'], isLast)
      expect([point, ended.killed, ended.stdout]).toEqual([point, true, ''])
      ids.add((await journalOf('database-password')).id)
    }
    const status = await installation.semiont([...DATABASE, '--status'])
    expect(status).toMatchObject({ code: 3 })
    expect(status.stdout).toContain('under way, at "rolled"')
    const said = await installation.semiont(DATABASE)
    const watched = await watch.stop()
    expect(said).toMatchObject({ code: 0 })
    expect(said.stdout).toContain('was gone on with')
    const { id, steps } = await journalOf('database-password')
    expect(steps.map(({ step }) => step)).toEqual(['begun', 'asked', 'current', 'proven', 'rolled', 'done'])
    expect([...ids]).toEqual([id])
    expect(installation.aws.rotation.begun).toBe(begun + 1)
    expect(await versionWith('AWSCURRENT')).toBe(id)
    expect(await userNow()).toBe('semiont')
    expect(watched.lockedOut).toEqual([])
  }, 180_000)

  it('first replaces tasks that a rotation by schedule has left behind, as the guide’s own line does', async () => {
    await installation.type(`aws secretsmanager rotate-secret --secret-id ${SecretId}`)
    await installation.aws.rotation.settle()
    expect(await userNow()).toBe('semiont_clone')
    const watch = watchCredentials(installation.aws)
    const said = await installation.semiont([...DATABASE, '--again'])
    expect(said.stderr).toContain('they are replaced first')
    expect(said.code).toBe(0)
    expect((await watch.stop()).lockedOut).toEqual([])
    expect(await userNow()).toBe('semiont')
  })
})

describe('a rotation that AWS does not finish', () => {
  it('is told with the log of its function; services go on', async () => {
    installation.aws.rotation.fails = true
    const said = await installation.semiont([...DATABASE, '--again', '--wait', '2s'])
    expect(said).toMatchObject({ code: 4 })
    expect(said.stderr).toContain('AWS has not finished what it was asked for')
    expect(said.stderr).toContain('aws logs tail /aws/lambda/semiont-database-rotation')
    const status = await installation.semiont(['rotate', '--status'])
    expect(status).toMatchObject({ code: 3 })
    expect(status.stdout).toMatch(/AWS has not finished this rotation: version [\w-]+ is AWSPENDING/)
    expect(status.stdout).toContain('stopped ')
  })

  it('can be given up: its label is taken away, and the password in use stays', async () => {
    const current = await versionWith('AWSCURRENT')
    const dry = await installation.semiont([...DATABASE, '--abandon', '--dry-run'])
    expect(dry.stdout).toContain('Would give up')
    expect(await versionWith('AWSPENDING')).toBeDefined()
    const said = await installation.semiont([...DATABASE, '--abandon'])
    expect(said).toMatchObject({ code: 0 })
    expect(await versionWith('AWSPENDING')).toBeUndefined()
    expect(await versionWith('AWSCURRENT')).toBe(current)
    expect((await installation.semiont([...DATABASE, '--abandon'])).code).toBe(5)
  })

  it('of somebody else is not gone over; when AWS has finished it, ours begins', async () => {
    await installation.type(`aws secretsmanager rotate-secret --secret-id ${SecretId}`)
    const refused = await installation.semiont(DATABASE)
    expect(refused).toMatchObject({ code: 4 })
    expect(refused.stderr).toContain('Another rotation has begun in AWS and not ended')
    await installation.aws.rotation.recover(SecretId)
    const said = await installation.semiont(DATABASE)
    expect(said).toMatchObject({ code: 0 })
    expect(said.stdout).toContain('was gone on with')
  })

  it('without the right to ask for it, says which right that is', async () => {
    installation.aws.faults.deny('secretsmanager:RotateSecret')
    const said = await installation.semiont([...DATABASE, '--again'])
    installation.aws.faults.clear()
    expect(said).toMatchObject({ code: 5 })
    expect(said.stderr).toContain('AWS denies secretsmanager:RotateSecret')
    expect((await journalOf('database-password')).problem?.message).toContain('AWS denies')
    expect(await installation.semiont(DATABASE)).toMatchObject({ code: 0 })
  })
})

describe('semiont rotate jwt-secret', () => {
  it('killed after each of its steps and in each of its acts, adds one key, which signs in the end', async () => {
    const [former] = await ringNow()
    const points: readonly (readonly [string, (call: SeenCall) => boolean])[] = [
      ['begun', journals('begun')],
      ['the key is stored', asks('PutSecretValue')],
      ['the key is current', asks('UpdateSecretVersionStage')],
      ['added', journals('added')],
      ['the first service is replaced', asks('UpdateService')],
      ['every backend is known to verify it', asks('UpdateSecretVersionStage')],
      ['it is made the one that signs', asks('UpdateSecretVersionStage')],
      ['signing', journals('signing')],
    ]
    const seen: string[] = []
    for (const [point, isLast] of points) {
      const ended = await endedBetween(operator(), ['rotate', 'jwt-secret'], isLast)
      expect([point, ended.killed, ended.stdout]).toEqual([point, true, ''])
      seen.push((await ringNow()).map(({ state }) => state).join())
    }
    expect(seen).toEqual([
      'active',
      'active',
      'next,active',
      'next,active',
      'next,active',
      'next,active',
      'active,retiring',
      'active,retiring',
    ])
    const said = await installation.semiont(['rotate', 'jwt-secret'])
    expect(said).toMatchObject({ code: 0 })
    const { kid } = await journalOf('jwt-secret')
    expect(await ringNow()).toEqual([
      { kid, state: 'active' },
      { kid: former?.kid, state: 'retiring' },
    ])
  }, 180_000)

  it('of two operators at once only one begins', async () => {
    const line = ['rotate', 'jwt-secret', '--again']
    const both = await Promise.all([installation.semiont(line), installation.semiont(line)])
    expect(both.map(({ code }) => code).toSorted((a, b) => a - b)).toEqual([0, 6])
    expect(list((await journalOf('jwt-secret')).steps as never)).toHaveLength(4)
  })
})
