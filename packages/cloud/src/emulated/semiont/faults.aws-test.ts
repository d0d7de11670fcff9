import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type HealthyInstallation, startHealthyInstallation } from './healthy-installation.ts'

interface Check {
  readonly name: string
  readonly status: string
  readonly summary: string
}

/** Services as boto3 names them, with the prefix of their rights; without their answers nobody may call the installation healthy. */
const ESSENTIAL = [
  ['cloudformation', 'cloudformation'],
  ['cloudfront', 'cloudfront'],
  ['cloudwatch', 'cloudwatch'],
  ['ecs', 'ecs'],
  ['efs', 'elasticfilesystem'],
  ['elbv2', 'elasticloadbalancing'],
  ['rds', 'rds'],
  ['secretsmanager', 'secretsmanager'],
  ['wafv2', 'wafv2'],
] as const

/** Without these it can be healthy, with what is not known said beside it. */
const BESIDE = ['application-autoscaling', 'backup', 'budgets', 'cloudtrail', 'config', 'logs', 'sns'] as const

let installation: HealthyInstallation

beforeAll(async () => {
  installation = await startHealthyInstallation({ database: 'migrated' })
})

afterEach(() => installation.aws.faults.clear())

afterAll(async () => await installation?.stop())

/** `attempts` of the SDK: as a fault stays, trying on changes nothing but the time it takes. */
async function check(attempts = 1): Promise<{ code: number; unknown: Check[]; known: Check[] }> {
  const said = await installation.semiont(['check', '--json'], { env: { AWS_MAX_ATTEMPTS: String(attempts) } })
  const { checks } = said.json<{ checks: Check[] }>()
  const isUnknown = ({ status }: Check) => status === 'unknown'
  return {
    code: said.code,
    unknown: checks.filter(isUnknown),
    known: checks.filter((check) => !isUnknown(check)),
  }
}

it('without a fault the check finds nothing, and knows everything', async () => {
  expect(await check()).toMatchObject({ code: 0, unknown: [] })
})

describe('semiont check', () => {
  it.each(ESSENTIAL)('denied %s names the right, and is not healthy', async (service, prefix) => {
    installation.aws.faults.deny(service)
    const { code, unknown, known } = await check()
    expect(unknown.map(({ summary }) => summary).join('\n')).toMatch(new RegExp(`AWS denies ${prefix}:\\w+`))
    expect(code).toBe(4)
    expect(known.length).toBeGreaterThan(0)
  })

  it.each(BESIDE)('denied %s names the right beside what is well', async (service) => {
    installation.aws.faults.deny(service)
    const { code, stdout } = await installation.semiont(['check'])
    expect(stdout).toMatch(new RegExp(`not known: .*AWS denies ${service}:\\w+`))
    expect(code).toBe(0)
  })

  it.each(['ecs', 'rds', 'efs', 'cloudwatch'])('throttled by %s for a moment finds all well', async (service) => {
    installation.aws.faults.throttle(service, 2)
    expect(await check(6)).toMatchObject({ code: 0, unknown: [] })
  })

  it.each(['ecs', 'rds', 'efs', 'elbv2'])('throttled by %s for good says to wait', async (service) => {
    installation.aws.faults.throttle(service)
    const { code, unknown } = await check()
    expect(unknown.map(({ summary }) => summary).join('\n')).toMatch(/each time with (Throttling|ThrottlingException)/)
    expect(code).toBe(4)
  })

  it.each(['ecs', 'rds', 'efs', 'cloudformation'])('without an answer from %s says so', async (service) => {
    installation.aws.faults.unreachable(service)
    const { code, unknown } = await check()
    expect(unknown.map(({ summary }) => summary).join('\n')).toContain('AWS did not answer')
    expect(code).toBe(4)
  })
})
