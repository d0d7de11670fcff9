import type { AwsCalls } from './aws-calls.ts'
import type { RecordedFacts } from './recorded-facts.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const now = () => Math.floor(Date.now() / 1000)

const activity = (service: string) => ({
  ActivityId: `of-${service}`,
  ServiceNamespace: 'ecs',
  ResourceId: `service/SemiontCluster/${service}`,
  ScalableDimension: 'ecs:service:DesiredCount',
  Description: 'Setting desired count to 3.',
  Cause: 'monitor alarm TargetTracking-service in state ALARM triggered policy',
  StartTime: now() - HOUR,
  StatusCode: 'Successful',
})

const blocked = (secondsAgo: number) => ({
  Request: { ClientIP: '192.0.2.7', Country: 'DE', URI: '/api/resources', Method: 'GET', HTTPVersion: 'HTTP/2.0' },
  Weight: 1,
  Timestamp: now() - secondsAgo,
  Action: 'BLOCK',
})

/** Two months of an installation whose services have become dearer with the current month. */
function dailyCosts(): RecordedFacts['dailyCosts'] {
  const today = new Date()
  const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)
  const days = Math.floor((today.getTime() - first) / (24 * HOUR * 1000)) + 1
  return Array.from({ length: days }, (_, index) => {
    const day = new Date(first + index * 24 * HOUR * 1000).toISOString().slice(0, 10)
    const isCurrent = day.slice(0, 7) === today.toISOString().slice(0, 7)
    return [
      { day, service: 'Amazon Elastic Container Service', amount: isCurrent ? 1.8 : 0.9 },
      { day, service: 'Amazon Relational Database Service', amount: 0.9 },
    ]
  }).flat()
}

const VERSIONS = ['Version_1.4', 'Version_1.3']
const RULE_GROUPS: RecordedFacts['ruleGroups'] = {
  AWSManagedRulesCommonRuleSet: {
    versions: VERSIONS,
    rules: [
      'NoUserAgent_HEADER',
      'SizeRestrictions_BODY',
      'CrossSiteScripting_BODY',
      'GenericLFI_BODY',
      'GenericRFI_BODY',
      'EC2MetaDataSSRF_BODY',
    ],
  },
  AWSManagedRulesKnownBadInputsRuleSet: {
    versions: VERSIONS,
    rules: ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'Log4JRCE_HEADER'],
  },
  AWSManagedRulesSQLiRuleSet: { versions: VERSIONS, rules: ['SQLi_BODY', 'SQLiExtendedPatterns_BODY', 'SQLi_COOKIE'] },
  AWSManagedRulesAmazonIpReputationList: { versions: [], rules: ['AWSManagedIPReputationList'] },
}

/** Both services have grown once; a visitor was too fast an hour ago, another five hours ago. */
export const FACTS: RecordedFacts = {
  scalingActivities: [activity('semiont-frontend'), activity('semiont-backend')],
  sampledRequests: { RateLimitMetric: [blocked(HOUR), blocked(5 * HOUR)] },
  dailyCosts: dailyCosts(),
  foreseenDaily: 2.7,
  ruleGroups: RULE_GROUPS,
}

/** A stream that is old enough to be archived and removed. */
export const OLD_STREAM = 'backend/backend/of-two-weeks-ago'

/** What an installation that has run for a while leaves in its account. */
export async function seed({ calls, motoUrl }: { calls: AwsCalls; motoUrl: string }): Promise<void> {
  await writeLogs(calls)
  await calls.call('cloudwatch:put_metric_data', {
    Namespace: 'AWS/RDS',
    MetricData: [
      {
        MetricName: 'DatabaseConnections',
        Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'semiont-database' }],
        Timestamp: new Date((now() - 10 * MINUTE) * 1000).toISOString(),
        Value: 7,
      },
    ],
  })
  await setSecrets(calls)
  await pushImages(calls)
  await knowCosts(motoUrl)
}

/** What `semiont publish` left: an image under the tag that the services run. */
async function pushImages(calls: AwsCalls): Promise<void> {
  for (const repositoryName of ['semiont/backend', 'semiont/frontend']) {
    const mediaType = 'application/vnd.docker.distribution.manifest.v2+json'
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: { digest: repositoryName },
      layers: [],
    })
    await calls.call('ecr:put_image', { repositoryName, imageTag: 'first', imageManifest })
  }
}

/** As the first `semiont configure … set jwt-secret` leaves them; the stack makes them without a value that a service takes. */
async function setSecrets(calls: AwsCalls): Promise<void> {
  const createdAt = new Date().toISOString()
  const keys = [{ kid: 'first', secret: 'a secret that signs in the emulation', state: 'active', createdAt }]
  const values = { 'semiont/jwt-keys': keys, 'semiont/oauth': [] }
  for (const [SecretId, value] of Object.entries(values))
    await calls.call('secretsmanager:put_secret_value', { SecretId, SecretString: JSON.stringify(value) })
}

async function writeLogs(calls: AwsCalls): Promise<void> {
  const DAY = 24 * HOUR
  const streams = { 'backend/backend/of-today': 2 * HOUR, [OLD_STREAM]: 10 * DAY }
  for (const [logStreamName, age] of Object.entries(streams)) {
    const stream = { logGroupName: 'SemiontLogGroup', logStreamName }
    await calls.call('logs:create_log_stream', stream)
    const timestamp = (now() - age) * 1000
    const messages = ['{"level":"INFO","message":"Listening"}', '{"level":"ERROR","message":"The database is gone"}']
    const logEvents = messages.map((message) => ({ timestamp, message }))
    await calls.call('logs:put_log_events', { ...stream, logEvents })
  }
}

/** moto answers with what is put down here, whatever the period. */
async function knowCosts(motoUrl: string): Promise<void> {
  const month = { Total: { BlendedCost: { Amount: '91.20', Unit: 'USD' } }, Groups: [], Estimated: true }
  const group = {
    Keys: ['Amazon Elastic Container Service'],
    Metrics: { BlendedCost: { Amount: '3.10', Unit: 'USD' } },
  }
  const results = [month, { Total: {}, Groups: [group], Estimated: true }, month].map((result) => ({
    ResultsByTime: [{ TimePeriod: { Start: '2026-11-01', End: '2026-11-15' }, ...result }],
  }))
  const body = JSON.stringify({ results })
  const answer = await fetch(`${motoUrl}/moto-api/static/ce/cost-and-usage-results`, { method: 'POST', body })
  if (!answer.ok) throw new Error(`moto does not take the costs: ${answer.status}`)
}
