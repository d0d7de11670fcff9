import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts'
import { awsBlocksOf, type GuideStep } from './guide-commands.ts'
import { pythonPrograms } from './programs.ts'
import { runSteps, type StepResult } from './run-steps.ts'
import { FACTS, OLD_STREAM, seed } from './seed.ts'
import { synthesizedStacks } from './synthesized-stacks.ts'

const guide = readFileSync(resolve(import.meta.dirname, '../../../../journeys/fixtures/maintenance-guide.md'), 'utf8')
/** `<stream-name>` is the guide's only placeholder; bash would read it as two redirections. */
const blocks = awsBlocksOf(guide.replace('<stream-name>', OLD_STREAM))

let aws: EmulatedAws
const results: StepResult[] = []

beforeAll(async () => {
  aws = await startEmulatedAws(pythonPrograms(), synthesizedStacks(), FACTS)
  await seed(aws)
  // Two at a time: each is its own bash, and most of the time goes into starting the client.
  const waiting = [...blocks]
  const next = async (): Promise<void> => {
    const block = waiting.shift()
    if (block === undefined) return
    results.push(...(await runSteps(block, aws.variables, dayOf(block))))
    await next()
  }
  await Promise.all([next(), next()])
})

afterAll(async () => await aws?.stop())

/** The costs of the month are asked in the middle of one: on the first, AWS refuses the question. */
function dayOf(block: readonly GuideStep[]): string | undefined {
  return block.some(({ line }) => line.startsWith('aws ce ')) ? '2026-11-15' : undefined
}

async function type(line: string, today?: string): Promise<StepResult> {
  const [result] = await runSteps([{ line }], aws.variables, today)
  if (result === undefined) throw new Error(`${line} has no result`)
  return result
}

const nameOf = ({ line, variable }: GuideStep) => variable ?? line.split(/\s+/).slice(0, 3).join(' ')

/** What each command must find, by its variable or its first three words. */
const FINDS: Readonly<Record<string, (found: string, line: string) => void>> = {
  'aws logs filter-log-events': (found) =>
    expect(JSON.parse(found).events).toEqual([
      expect.objectContaining({ message: expect.stringContaining('ERROR') as string }),
    ]),
  WEB_ACL_ARN: (found) => expect(found).toMatch(/^arn:aws:wafv2:eu-central-1:123456789012:regional\/webacl\/semiont\//),
  'aws wafv2 get-sampled-requests': (found) => expect(JSON.parse(found).SampledRequests).toHaveLength(1),
  'aws application-autoscaling describe-scaling-activities': (found, line) =>
    expect(JSON.parse(found).ScalingActivities).toEqual([
      expect.objectContaining({ ResourceId: /--resource-id (\S+)/.exec(line)?.[1] }),
    ]),
  EFS_ID: (found) => expect(found).toMatch(/^fs-[0-9a-f]+$/),
  'aws efs describe-file-systems': (found) => expect(JSON.parse(found)).toMatchObject({ Value: expect.any(Number) }),
  DB_SECRET_NAME: (found) => expect(found).toBe('semiont/database'),
  'aws secretsmanager rotate-secret': (found) =>
    expect(JSON.parse(found)).toMatchObject({ Name: 'semiont/database', VersionId: expect.any(String) }),
  'aws ecs describe-services': (found) => {
    const { services, failures } = JSON.parse(found)
    expect(failures).toEqual([])
    expect(services.map(({ serviceName }: { serviceName: string }) => serviceName).sort()).toEqual([
      'semiont-backend',
      'semiont-frontend',
    ])
  },
  FRONTEND_TG_ARN: (found) => expect(found).toMatch(/:targetgroup\/semiont-frontend\//),
  BACKEND_TG_ARN: (found) => expect(found).toMatch(/:targetgroup\/semiont-backend\//),
  'aws elbv2 describe-target-health': (found) => expect(JSON.parse(found).TargetHealthDescriptions).toHaveLength(2),
  DB_IDENTIFIER: (found) => expect(found).toBe('semiont-database'),
  'aws rds describe-db-instances': (found) =>
    expect(JSON.parse(found).DBInstances).toMatchObject([{ Engine: 'postgres', DBInstanceStatus: 'available' }]),
  'aws cloudwatch get-metric-statistics': (found) =>
    expect(JSON.parse(found).Datapoints).toMatchObject([{ Average: 7 }]),
  'aws ce get-cost-and-usage': (found, line) => {
    const [{ Total, Groups }] = JSON.parse(found).ResultsByTime
    if (line.includes('--group-by')) expect(Groups).toHaveLength(1)
    else expect(Total.BlendedCost).toEqual({ Amount: '91.20', Unit: 'USD' })
  },
  SNS_TOPIC_ARN: (found) => expect(found).toBe('arn:aws:sns:eu-central-1:123456789012:semiont-notices'),
  'aws sns publish': (found) => expect(JSON.parse(found)).toEqual({ MessageId: expect.any(String) }),
  'aws logs describe-log-groups': (found) => {
    const groups = JSON.parse(found).logGroups as { logGroupName: string; retentionInDays?: number }[]
    expect(groups.map(({ logGroupName }) => logGroupName)).toContain('SemiontLogGroup')
    expect(groups.filter(({ retentionInDays }) => retentionInDays === undefined)).toEqual([])
  },
  LOG_GROUP_NAME: (found) => expect(found).toBe('SemiontLogGroup'),
  'aws logs delete-log-stream': (found) => expect(found).toBe(''),
}

/** The guide asks for a bucket of a name that only one account in the world can have. */
const REFUSED = 'aws logs create-export-task'

describe('the commands of the maintenance guide', () => {
  it('are all known here, and no others', () => {
    const names = new Set(blocks.flat().map(nameOf))
    expect([...names].sort()).toEqual([...Object.keys(FINDS), REFUSED].sort())
  })

  const steps = blocks.flat().filter((step) => nameOf(step) !== REFUSED)
  it.each(steps)('$line', ({ line }) => {
    const ofThisLine = results.filter((result) => result.line === line)
    expect(ofThisLine.length).toBeGreaterThan(0)
    for (const { code, complaint, found, ...step } of ofThisLine) {
      expect(complaint).toBe('')
      expect(code).toBe(0)
      FINDS[nameOf(step)]?.(found.trim(), line)
    }
  })
})

it('M-107: a notice reaches who has subscribed', async () => {
  const { QueueUrl = null } = await aws.calls.call('sqs:create_queue', { QueueName: 'subscriber' })
  const topic = await outputOf('SemiontAppStack', 'SNSTopicArn')
  const Endpoint = 'arn:aws:sqs:eu-central-1:123456789012:subscriber'
  await aws.calls.call('sns:subscribe', { TopicArn: topic, Protocol: 'sqs', Endpoint })
  const [publish] = blocks.flat().filter((step) => nameOf(step) === 'aws sns publish')
  await type((publish?.line ?? '').replace('$SNS_TOPIC_ARN', topic))
  const { Messages } = await aws.calls.call('sqs:receive_message', { QueueUrl })
  expect(JSON.stringify(Messages)).toMatch(/Semiont Platform Maintenance Notification/)
})

describe('where the guide is wrong about AWS', () => {
  it('M-117: its times have other names, its archive bucket is nobody’s; ours is the one that the stack names', async () => {
    const [asWritten] = results.filter((step) => nameOf(step) === REFUSED)
    expect(asWritten?.complaint).toMatch(/arguments are required: --from, --to/)
    const spelled = (asWritten?.line ?? '')
      .replace('--from-time', '--from')
      .replace('--to-time', '--to')
      .replace('$LOG_GROUP_NAME', 'SemiontLogGroup')
    expect((await type(spelled)).complaint).toMatch(/bucket does not exist/)
    const bucket = await outputOf('SemiontInfraStack', 'LogArchiveBucketName')
    const ours = await type(spelled.replace('semiont-log-archive-bucket', bucket))
    expect(JSON.parse(ours.found)).toEqual({ taskId: expect.any(String) })
  })

  it('M-013: backups during maintenance are refused; ours have a window of their own', async () => {
    const database = '--db-instance-identifier semiont-database'
    const asWritten = await type(
      `aws rds modify-db-instance ${database} --preferred-backup-window 02:00-04:00 --preferred-maintenance-window sun:02:00-sun:04:00`,
    )
    expect(asWritten.complaint).toMatch(/backup window and maintenance window must not overlap/)
    const query = "--query 'DBInstances[0].[PreferredBackupWindow,PreferredMaintenanceWindow]' --output text"
    const ours = await type(`aws rds describe-db-instances ${database} ${query}`)
    expect(ours.found.trim()).toBe('02:00-04:00\tsun:04:30-sun:05:30')
  })

  it('M-037 (recorded): of seven days it gets three hours; the firewall’s log group has the rest', async () => {
    const [asWritten] = results.filter((step) => nameOf(step) === 'aws wafv2 get-sampled-requests')
    const { StartTime, EndTime } = JSON.parse(asWritten?.found ?? '').TimeWindow
    expect(EndTime - StartTime).toBeLessThanOrEqual(3 * 60 * 60)
    const logs = await type('aws logs describe-log-groups --log-group-name-prefix aws-waf-logs-')
    expect(JSON.parse(logs.found).logGroups).toMatchObject([{ logGroupName: 'aws-waf-logs-semiont' }])
  })

  it('M-099 (recorded): its month-to-date question is refused on the first; one that ends tomorrow is not', async () => {
    const asWritten =
      blocks.flat().find(({ line }) => line.startsWith('aws ce ') && line.includes('MONTHLY'))?.line ?? ''
    expect((await type(asWritten, '2026-12-01')).complaint).toMatch(/ValidationException/)
    const ours = asWritten.replace('End=$(date +%Y-%m-%d)', 'End=$(date -d tomorrow +%Y-%m-%d)')
    expect(await type(ours, '2026-12-01')).toMatchObject({ code: 0, complaint: '' })
  })

  it('M-027: SNS has no history to be reviewed; rules write every change into a log group', async () => {
    expect((await type('aws sns list-notifications')).complaint).toMatch(/[Ii]nvalid choice/)
    const rules = await type("aws events list-rules --name-prefix semiont-keep- --query 'Rules[].Name' --output text")
    expect(rules.found.trim().split(/\s+/).sort()).toEqual(
      ['alarms', 'backups', 'deployments', 'scaling'].map((name) => `semiont-keep-${name}`),
    )
    const history = await type('aws logs describe-log-groups --log-group-name-prefix SemiontAlertHistory')
    expect(JSON.parse(history.found).logGroups).toHaveLength(1)
  })
})

async function outputOf(stack: string, key: string): Promise<string> {
  const query = `--query 'Stacks[0].Outputs[?OutputKey==\`${key}\`].OutputValue' --output text`
  return (await type(`aws cloudformation describe-stacks --stack-name ${stack} ${query}`)).found.trim()
}
