import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type HealthyInstallation, startHealthyInstallation } from './healthy-installation.ts'

interface Report {
  readonly verdict: string
  readonly services: readonly { service: string; state: string; running: number; desired: number }[]
  readonly checks: readonly { name: string; status: string; summary: string }[]
  readonly findings: readonly {
    id: string
    severity: string
    message: string
    cause: string
    next: string
    subject: string
  }[]
}

let installation: HealthyInstallation

beforeAll(async () => {
  installation = await startHealthyInstallation({ database: 'migrated' })
})

afterEach(() => installation.aws.faults.clear())
afterAll(async () => await installation?.stop())

async function check(
  ...args: string[]
): Promise<Report & { code: number; find: (id: string) => Report['findings'][number] }> {
  const said = await installation.semiont(['check', '--json', ...args])
  const report = said.json<Report>()
  const find = (id: string) => {
    const found = report.findings.find((finding) => finding.id === id)
    if (found) return found
    throw new Error(`No ${id} among: ${report.findings.map((finding) => finding.id).join(', ')}\n${said.stdout}`)
  }
  return { ...report, code: said.code, find }
}

const acting = ({ findings }: Report) => findings.filter(({ severity }) => severity !== 'info').map(({ id }) => id)
const call = async (operation: string, input: Parameters<HealthyInstallation['aws']['calls']['call']>[1]) =>
  await installation.aws.calls.call(operation, input)

describe('an installation in order', () => {
  it('is called healthy, with the counts of each service and every check made', async () => {
    const report = await check()
    expect({ acting: acting(report), verdict: report.verdict, code: report.code }).toEqual({
      acting: [],
      verdict: 'healthy',
      code: 0,
    })
    expect(
      report.services.slice(0, 3).map(({ service, running, desired }) => `${service} ${running}/${desired}`),
    ).toEqual(['frontend 2/2', 'backend 2/2', 'worker 1/1'])
    const unknown = report.checks.filter(({ status }) => status === 'unknown')
    expect(unknown).toEqual([])
  })

  it('is asked by tasks of its own about migrations and the chain of events, with --full', async () => {
    const report = await check('--service', 'database', '--full')
    expect(report.checks.find(({ name }) => name === 'migrations')).toMatchObject({ status: 'ok' })
    expect(report.checks.find(({ name }) => name === 'events')).toMatchObject({ status: 'ok' })
    expect(report.code).toBe(0)
  })

  it('tells a person each check in a line', async () => {
    const { stdout } = await installation.semiont(['check', '--verbose'])
    expect(stdout).toMatch(/^Semiont is healthy\./)
    expect(stdout).toMatch(/✓ stacks +SemiontInfraStack \w+_COMPLETE, SemiontAppStack \w+_COMPLETE/)
    expect(stdout).toMatch(/✓ targets +frontend 2\/2 healthy, backend 2\/2 healthy/)
    expect(stdout).toMatch(/✓ storage +available, .* 2 mount targets/)
    expect(stdout).toMatch(/✓ cost +\$0\.00 of \$300\.00 on day \d+ of the month/)
    expect(stdout).not.toMatch(/ (disk|port|clock) /)
  })
})

describe('what is broken is named', () => {
  it('a service of which no task stays', async () => {
    installation.aws.fargate.trouble('semiont-backend', { stopsWith: 'CannotPullContainerError: no such image' })
    await call('ecs:update_service', {
      cluster: 'SemiontCluster',
      service: 'semiont-backend',
      forceNewDeployment: true,
    })
    await pause(1500)
    const report = await check('--service', 'backend')
    expect(report.code).toBe(3)
    expect(report.find('tasks.ending').cause).toContain('CannotPullContainerError')
    installation.aws.fargate.clearTrouble()
    await call('ecs:update_service', {
      cluster: 'SemiontCluster',
      service: 'semiont-backend',
      forceNewDeployment: true,
    })
  })

  it('a service of which two tasks should run and none does', async () => {
    const worker = { cluster: 'SemiontCluster', service: 'semiont-worker' }
    const roll = async (desiredCount: number) =>
      await call('ecs:update_service', { ...worker, desiredCount, forceNewDeployment: true })
    await roll(0)
    await pause(1000)
    installation.aws.fargate.trouble('semiont-worker', { noCapacity: true })
    await roll(2)
    await pause(500)
    const report = await check('--service', 'worker')
    expect(report.code).toBe(3)
    expect(report.services).toMatchObject([{ service: 'worker', running: 0, desired: 2 }])
    expect(report.findings[0]).toMatchObject({ subject: 'worker', id: expect.stringMatching(/^service\./) })
    installation.aws.fargate.clearTrouble()
    await roll(1)
    await pause(1000)
  })

  it('tasks that do not answer their health check', async () => {
    installation.aws.fargate.trouble('semiont-frontend', { unhealthy: true })
    const report = await check('--service', 'frontend')
    expect(report.code).toBe(3)
    expect(report.find('target.unhealthy')).toMatchObject({ severity: 'critical', subject: 'frontend' })
    installation.aws.fargate.clearTrouble()
  })

  it('an alarm that rings, and one that tells nobody', async () => {
    await call('cloudwatch:set_alarm_state', {
      AlarmName: 'semiont-database-cpu',
      StateValue: 'ALARM',
      StateReason: 'Threshold Crossed: 3 datapoints were greater than the threshold (85.0).',
    })
    await call('cloudwatch:put_metric_alarm', {
      AlarmName: 'semiont-made-by-hand',
      MetricName: 'CPUUtilization',
      Namespace: 'AWS/RDS',
      Statistic: 'Average',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 99,
      ComparisonOperator: 'GreaterThanThreshold',
    })
    const report = await check()
    expect(report.code).toBe(3)
    expect(report.find('alarm.ringing')).toMatchObject({
      subject: 'database',
      message: expect.stringContaining('The database is busy.'),
      cause: expect.stringContaining('Threshold Crossed'),
    })
    expect(report.find('alarm.without-action').message).toContain('semiont-made-by-hand')
    await call('cloudwatch:delete_alarms', { AlarmNames: ['semiont-made-by-hand'] })
    await call('cloudwatch:set_alarm_state', { AlarmName: 'semiont-database-cpu', StateValue: 'OK', StateReason: 'ok' })
  })

  it('a budget that is used up', async () => {
    const budget = (spent: string) => ({
      AccountId: '123456789012',
      Budget: {
        BudgetName: 'semiont-monthly',
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: '200', Unit: 'USD' },
        CalculatedSpend: { ActualSpend: { Amount: spent, Unit: 'USD' } },
      },
    })
    await call('budgets:delete_budget', { AccountId: '123456789012', BudgetName: 'semiont-monthly' })
    expect((await check()).find('cost.no-budget').next).toBe('semiont deploy --environment production')
    await call('budgets:create_budget', budget('231.40'))
    expect((await check()).find('cost.over-budget').message).toContain('$231.40')
    await call('budgets:delete_budget', { AccountId: '123456789012', BudgetName: 'semiont-monthly' })
    await call('budgets:create_budget', budget('20'))
  })

  it('a secret that is to be deleted, and a rotation that was not finished', async () => {
    await call('secretsmanager:put_secret_value', {
      SecretId: 'semiont/database',
      SecretString: '{"username":"semiont"}',
      VersionStages: ['AWSPENDING'],
    })
    await call('secretsmanager:delete_secret', { SecretId: 'semiont/oauth' })
    const report = await check()
    expect(report.find('secret.half-rotated').message).toContain('semiont/database')
    expect(report.find('secret.gone')).toMatchObject({
      severity: 'critical',
      next: 'aws secretsmanager restore-secret --secret-id semiont/oauth',
    })
    await call('secretsmanager:restore_secret', { SecretId: 'semiont/oauth' })
  })

  it('records that nobody keeps, a log that never forgets, and a firewall that is off', async () => {
    await call('cloudtrail:stop_logging', { Name: 'semiont' })
    await call('logs:delete_retention_policy', { logGroupName: 'SemiontLogGroup' })
    const { LoadBalancers } = await call('elbv2:describe_load_balancers', {})
    const balancers = LoadBalancers as readonly { LoadBalancerArn: string }[]
    const ResourceArn = balancers[0]?.LoadBalancerArn ?? ''
    await call('wafv2:disassociate_web_acl', { ResourceArn })
    const report = await check()
    expect(report.find('trail.off').next).toBe('aws cloudtrail start-logging --name semiont')
    expect(report.find('logs.kept-for-ever').message).toContain('SemiontLogGroup')
    expect(report.find('firewall.off')).toMatchObject({ severity: 'critical' })
    await call('cloudtrail:start_logging', { Name: 'semiont' })
    await call('logs:put_retention_policy', { logGroupName: 'SemiontLogGroup', retentionInDays: 90 })
  })

  it('a stack that is gone: once, with one reason for all that cannot be known without it', async () => {
    const { stacks } = installation.aws.stacks
    const app = stacks.findIndex(({ name }) => name === 'SemiontAppStack')
    const [removed] = stacks.splice(app, 1)
    const report = await check()
    const { stdout } = await installation.semiont(['check'])
    if (removed) stacks.splice(app, 0, removed)
    expect(report.code).toBe(3)
    expect(report.find('stack.missing')).toMatchObject({ next: 'semiont deploy --environment production' })
    expect(report.checks.find(({ name }) => name === 'targets')).toMatchObject({
      status: 'unknown',
      summary: expect.stringContaining('There is no stack SemiontAppStack'),
    })
    expect(report.checks.find(({ name }) => name === 'database')).toMatchObject({ status: 'ok' })
    expect(stdout.match(/not known: There is no stack SemiontAppStack/g)).toHaveLength(1)
  })

  it('an output that is missing, and a change that was undone', async () => {
    const app = installation.aws.stacks.get('SemiontAppStack')
    const { outputs, status } = app
    app.outputs = new Map([...outputs].filter(([name]) => name !== 'BackendTargetGroupArn'))
    app.status = 'UPDATE_ROLLBACK_COMPLETE'
    const report = await check()
    Object.assign(app, { outputs, status })
    expect(report.find('stack.output-missing').message).toContain('BackendTargetGroupArn')
    expect(report.find('stack.rolled-back')).toMatchObject({ severity: 'warning' })
    expect(report.checks.find(({ name }) => name === 'targets')?.summary).toContain(
      'has no output BackendTargetGroupArn',
    )
  })

  it('keys of another account, of which nothing is told', async () => {
    const settings = { _extends: 'production', aws: { account: '210987654321' } }
    writeFileSync(join(installation.folder, 'environments', 'elsewhere.json'), JSON.stringify(settings))
    const report = await check('--environment', 'elsewhere')
    expect(report.code).toBe(3)
    expect(report.find('account.other').message).toContain('belong to the account 123456789012')
    expect(report.checks.find(({ name }) => name === 'database')).toMatchObject({ status: 'unknown' })
    expect(report.findings.map(({ id }) => id)).toEqual(['account.other'])
  })
})

describe('what could not be learned', () => {
  it('is unknown with the right that is missing, each check by itself, while the rest is told', async () => {
    const missing = {
      targets: ['elbv2', 'elasticloadbalancing:DescribeTargetHealth'],
      scaling: ['application-autoscaling', 'application-autoscaling:DescribeScalableTargets'],
      database: ['rds', 'rds:DescribeDBInstances'],
      storage: ['efs', 'elasticfilesystem:DescribeFileSystems'],
      rotation: ['secretsmanager', 'secretsmanager:DescribeSecret'],
      edge: ['cloudfront', 'cloudfront:GetDistribution'],
      firewall: ['wafv2', 'wafv2:GetWebACL'],
      notices: ['sns', 'sns:ListSubscriptionsByTopic'],
      cost: ['budgets', 'budgets:ViewBudget'],
      trail: ['cloudtrail', 'cloudtrail:DescribeTrails'],
      recorder: ['config', 'config:DescribeConfigurationRecorderStatus'],
    } as const
    for (const [service] of Object.values(missing)) installation.aws.faults.deny(service)
    const report = await check()
    expect(report.code).toBe(4)
    for (const [name, [, right]] of Object.entries(missing))
      expect(report.checks.find((one) => one.name === name)).toMatchObject({
        status: 'unknown',
        summary: expect.stringContaining(`AWS denies ${right} `),
      })
    for (const name of ['account', 'stacks', 'alarms', 'health'])
      expect(report.checks.find((one) => one.name === name)).toMatchObject({ status: 'ok' })
  })

  it('is unknown as a whole without keys, for one reason', async () => {
    const without = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }
    const { code, stdout } = await installation.semiont(['check'], { env: without })
    expect(code).toBe(4)
    expect(stdout).toContain('How Semiont is, is not fully known')
    expect(stdout.match(/not known: There are no keys for the AWS account 123456789012/g)).toHaveLength(1)
  })

  it('is tried again when AWS throttles', async () => {
    installation.aws.faults.throttle('elbv2', 2)
    const report = await check('--service', 'frontend')
    expect(report.checks.find(({ name }) => name === 'targets')).toMatchObject({ status: 'ok' })
  })
})
