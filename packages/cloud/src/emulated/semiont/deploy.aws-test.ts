import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { list } from '../json.ts'
import { type ContainerEngine, installContainerEngine } from './container-engine.ts'
import { expectEnd, imageOf, parameter, pushImages } from './deployments.ts'
import { type PublicSite, startPublicSite } from './public-site.ts'
import type { Said } from './semiont-on-aws.ts'
import { type Installation, startInstallation } from './start-installation.ts'

let installation: Installation
let docker: ContainerEngine
let site: PublicSite
let original: string

beforeAll(async () => {
  installation = await startInstallation()
  original = readFileSync(settings(), 'utf8')
  await makeRole()
  docker = installContainerEngine(installation.programs)
  site = await startPublicSite(installation.programs)
})

afterAll(async () => {
  await site?.stop()
  await installation?.stop()
})

/** Of the application, in a database that has no tables yet. */
async function makeRole(): Promise<void> {
  const { aws } = installation
  const { stacks } = aws
  const outputs = stacks.get('SemiontAppStack').outputs
  const network = {
    subnets: (outputs.get('TaskSubnetIds') ?? '').split(','),
    securityGroups: [outputs.get('TaskSecurityGroupId') ?? ''],
  }
  const taskDefinition = outputs.get('BootstrapTaskDefinitionArn') ?? ''
  const run = { cluster: 'SemiontCluster', launchType: 'FARGATE', taskDefinition }
  const begun = await aws.calls.call('ecs:run_task', { ...run, networkConfiguration: { awsvpcConfiguration: network } })
  const tasks = [list(begun['tasks'])[0]?.['taskArn'] ?? null]
  const status = async () => {
    const found = await aws.calls.call('ecs:describe_tasks', { cluster: 'SemiontCluster', tasks })
    return list(found['tasks'])[0]?.['lastStatus']
  }
  await vi.waitUntil(async () => (await status()) === 'STOPPED', { timeout: 60_000, interval: 250 })
}

async function semiont(...args: string[]): Promise<Said> {
  return await installation.semiont(args, { env: site.variables })
}

const settings = () => join(installation.folder, 'environments/production.json')

/** What the environment says beside what it has said from the beginning. */
function set(aws: object): void {
  const production = JSON.parse(original) as { aws: object }
  writeFileSync(settings(), JSON.stringify({ ...production, aws: { ...production.aws, ...aws } }))
}

interface Plan {
  hash: string
  changes: { logicalId: string; type: string; action: string; state: unknown }[]
}

describe('semiont provision', () => {
  let plan: Plan
  afterAll(() => set({}))

  it('shows what would change under a hash, and changes nothing', async () => {
    set({ keep: { trailDays: 500 } })
    const said = await semiont('provision', '--dry-run', '--json')
    expectEnd(said, 0)
    plan = said.json<Plan>()
    expect(plan.hash).toMatch(/^[0-9a-f]{16}$/)
    expect(plan.changes).toEqual([expect.objectContaining({ type: 'AWS::S3::Bucket', action: 'modify', state: null })])
  })

  it('refuses a plan that was made from other settings than are there now', async () => {
    set({ keep: { trailDays: 600 } })
    const said = await semiont('provision', '--plan', plan.hash)
    expectEnd(said, 5)
    expect(said.stderr).toContain('made from other settings')
    expect(said.stderr).toContain('semiont provision --dry-run --environment production')
  })

  it('executes exactly the plan that was shown', async () => {
    set({ keep: { trailDays: 500 } })
    const said = await semiont('provision', '--plan', plan.hash)
    expectEnd(said, 0)
    expect(said.stdout).toContain(`SemiontInfraStack is as the plan ${plan.hash} says.`)
  })

  it('does not end what holds state without its name, however else it is confirmed', async () => {
    set({ keep: { trailDays: 500 }, logArchiveBucket: 'another-archive' })
    const said = await semiont('provision', '--confirm=production')
    expectEnd(said, 5)
    expect(said.stderr).toContain('holds archived logs and records; the old one is kept beside the stack')
    expect(said.stderr).toMatch(/--plan [0-9a-f]{16} --confirm=LogArchive\w+/)
  })
})

describe('semiont publish', () => {
  it('builds for arm64, signs in through standard input, pushes both, and only then names them', async () => {
    const said = await semiont('publish', '--allow-dirty', '--json')
    expectEnd(said, 0)
    const { tag, former } = said.json<{ tag: string; former: string }>()
    expect(tag).toMatch(/^[0-9a-f]{12}-(dirty-)?[0-9a-f]{12}$/)
    expect(former).toBe('first')
    expect(await parameter(installation, '/semiont/app/image-tag')).toBe(tag)
    const registry = '123456789012.dkr.ecr.eu-central-1.amazonaws.com'
    const calls = docker.calls()
    for (const name of ['backend', 'frontend']) {
      const image = `${registry}/semiont/${name}:${tag}`
      const build = calls.find((line) => line.startsWith('buildx build') && line.includes(`--tag ${image} `))
      expect(build).toContain(`--platform linux/arm64 --file packages/cloud/images/${name}.Dockerfile`)
      expect(calls).toContain(`push ${image}`)
    }
    expect(calls).toContain(`login --username AWS --password-stdin ${registry}`)
    expect(docker.password()).not.toBe('')
    expect(calls.join('\n')).not.toContain(docker.password())
  })

  it('pushes nothing that is there already', async () => {
    const before = docker.calls().length
    const said = await semiont('publish', '--allow-dirty')
    expect(said).toMatchObject({ code: 0 })
    expect(said.stdout).toContain('was there')
    expect(docker.calls()).toHaveLength(before)
  })

  it('names nothing that is not in the registry', async () => {
    const tag = await parameter(installation, '/semiont/app/image-tag')
    const said = await semiont('publish', '--tag', 'never-pushed')
    expect(said).toMatchObject({ code: 4 })
    expect(said.stderr).toContain('The registry has no image never-pushed')
    expect(await parameter(installation, '/semiont/app/image-tag')).toBe(tag)
  })
})

describe('semiont deploy', () => {
  it('deploys nothing of which nobody says that it was tested', async () => {
    const said = await semiont('deploy', '--confirm=production')
    expectEnd(said, 5)
    expect(said.stderr).toContain('--skip-tests')
    expect(await imageOf(installation, 'semiont-backend')).toMatch(/:first$/)
  })

  it('migrates after a backup, lets every service run the published image, and remembers that it was well', async () => {
    const tag = await parameter(installation, '/semiont/app/image-tag')
    const said = await semiont('deploy', '--confirm=production', '--skip-tests', 'an emulated account')
    expectEnd(said, 0)
    expect(said.stdout).toMatch(/Migrated: @semiont\/event-store 0001_event_log, .*Before that a backup was taken: \S+/)
    expect(installation.aws.vault.points.length).toBeGreaterThan(0)
    expect(said.stdout).toContain(`runs ${tag} (version 0.1.0): every task runs the published image and is well.`)
    for (const name of ['backend', 'worker', 'frontend'])
      expect(await imageOf(installation, `semiont-${name}`)).toContain(`:${tag}`)
    expect(JSON.parse(await parameter(installation, '/semiont/app/deployed'))).toMatchObject({
      tag,
      template: expect.stringMatching(/^https:\/\/s3\..+\.json$/),
    })
  })

  it('has nothing to deploy after that', async () => {
    const said = await semiont('deploy', '--dry-run')
    expect(said).toMatchObject({ code: 0 })
    expect(said.stdout).toContain('There is nothing to change')
  })

  it('goes back when the new tasks do not start, and tells why', async () => {
    const before = await imageOf(installation, 'semiont-backend')
    await pushed('second')
    installation.aws.fargate.trouble('semiont-backend', { stopsWith: 'CannotPullContainerError: no such manifest' })
    const said = await semiont('deploy', '--confirm=production', '--skip-tests', 'an emulated account')
    installation.aws.fargate.clearTrouble()
    expectEnd(said, 7)
    expect(said.stderr).toContain('Circuit Breaker')
    expect(await imageOf(installation, 'semiont-backend')).toBe(before)
    expect(before).toContain(`:${await parameter(installation, '/semiont/app/image-tag')}`)
  })

  it('goes back by itself when the site does not answer well', { timeout: 120_000 }, async () => {
    const before = await imageOf(installation, 'semiont-backend')
    await pushed('third')
    site.answer(503, { status: 'unavailable' })
    const said = await semiont('deploy', '--confirm=production', '--tested', 'third')
    site.answer(200, { status: 'ok', version: '0.1.0' })
    expectEnd(said, 7)
    expect(said.stderr).toContain('/api/health answers HTTP 503, unavailable')
    expect(await imageOf(installation, 'semiont-backend')).toBe(before)
  })
})

describe('semiont rollback', () => {
  it('goes back to what was deployed before, and says what stays', { timeout: 120_000 }, async () => {
    const former = await parameter(installation, '/semiont/app/image-tag')
    await pushed('fourth')
    await semiont('deploy', '--confirm=production', '--tested', 'fourth')
    const shown = await semiont('rollback', '--dry-run', '--json')
    expectEnd(shown, 0)
    const { hash, to } = shown.json<{ hash: string; to: { tag: string } }>()
    expect(to.tag).toBe(former)
    expect(await parameter(installation, '/semiont/app/image-tag')).toBe('fourth')
    const said = await semiont('rollback', '--plan', hash)
    expectEnd(said, 0)
    expect(said.stdout).toContain('Migrations of the database, documents and data stay')
    expect(await imageOf(installation, 'semiont-frontend')).toContain(`:${former}`)
  })

  it('goes nowhere further back than the first deployment', async () => {
    const said = await semiont('rollback', '--dry-run')
    expect(said).toMatchObject({ code: 2 })
    expect(said.stderr).toContain('Nothing was deployed before what runs now.')
  })
})

describe('an account in which something is amiss', () => {
  it('is told apart from one that was never prepared for the CDK', async () => {
    const Name = '/cdk-bootstrap/hnb659fds/version'
    const Value = await parameter(installation, Name)
    await installation.aws.calls.call('ssm:delete_parameter', { Name })
    const said = await semiont('provision', '--dry-run')
    await installation.aws.calls.call('ssm:put_parameter', { Name, Value, Type: 'String' })
    expectEnd(said, 4)
    expect(said.stderr).toContain('npx cdk bootstrap aws://123456789012/eu-central-1')
  })

  it.each([
    ['UPDATE_IN_PROGRESS', 6, 'is being changed at this moment'],
    ['UPDATE_ROLLBACK_FAILED', 4, 'continue-update-rollback'],
    ['ROLLBACK_COMPLETE', 4, 'delete-stack --stack-name SemiontAppStack'],
  ])('is not deployed to while its stack is %s', async (status, code, words) => {
    const stack = installation.aws.stacks.get('SemiontAppStack')
    const before = stack.status
    stack.status = status
    const said = await semiont('deploy', '--confirm=production', '--tested', 'fourth')
    stack.status = before
    expectEnd(said, code)
    expect(said.stderr).toContain(words)
  })

  it.each(['ssm', 'cloudformation'])('names the right that is missing when AWS denies %s', async (service) => {
    installation.aws.faults.deny(service)
    const said = await semiont('rollback', '--dry-run')
    installation.aws.faults.clear()
    expectEnd(said, 5)
    expect(said.stderr).toContain(`AWS denies ${service}:`)
  })
})

/** Images that CI has pushed, named to be deployed. */
async function pushed(tag: string): Promise<void> {
  await pushImages(installation, tag)
  expectEnd(await semiont('publish', '--tag', tag), 0)
}
