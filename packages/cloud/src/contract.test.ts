import { readFileSync } from 'node:fs'
import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { settingsWith, synthesize } from './testing/synthesized.ts'

const settings = settingsWith({
  site: { adminEmail: 'admin@example.org', contacts: { primary: { name: 'Platform', email: 'platform@example.org' } } },
})
const { infra, application } = synthesize(settings)
const outputs = (template: typeof infra) => Object.keys(template.findOutputs('*'))

describe('names and outputs that the guide types', () => {
  it('M-036, M-094, M-107, M-116: the outputs of SemiontAppStack', () => {
    const wanted = ['WebACLArn', 'FrontendTargetGroupArn', 'BackendTargetGroupArn', 'SNSTopicArn', 'LogGroupName']
    expect(outputs(application)).toEqual(expect.arrayContaining(wanted))
  })

  it('M-039, M-053, M-097: the outputs of SemiontInfraStack', () => {
    const wanted = ['EFSFileSystemId', 'DatabaseSecretName', 'DatabaseIdentifier', 'VpcId']
    expect(outputs(infra)).toEqual(expect.arrayContaining(wanted))
  })

  it('M-038, M-093: cluster and services by physical name, as scalable targets', () => {
    application.hasResourceProperties('AWS::ECS::Cluster', { ClusterName: 'SemiontCluster' })
    for (const name of ['semiont-frontend', 'semiont-backend', 'semiont-worker']) {
      application.hasResourceProperties('AWS::ECS::Service', { ServiceName: name })
    }
    application.resourceCountIs('AWS::ApplicationAutoScaling::ScalableTarget', 3)
  })

  it('M-016, M-022, M-037: dashboard, log group and metric of the rate rule', () => {
    application.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'Semiont-Monitoring' })
    application.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: 'SemiontLogGroup' })
    application.hasResourceProperties('AWS::WAFv2::WebACL', {
      Scope: 'REGIONAL',
      Rules: Match.arrayWith([
        Match.objectLike({
          VisibilityConfig: {
            MetricName: 'RateLimitMetric',
            SampledRequestsEnabled: true,
            CloudWatchMetricsEnabled: true,
          },
        }),
      ]),
    })
  })
})

describe('M-052, M-058: the stacks deploy and roll back each alone', () => {
  it('share nothing by export and import', () => {
    for (const template of [infra, application])
      expect(JSON.stringify(template.toJSON())).not.toContain('Fn::ImportValue')
    expect(JSON.stringify(infra.toJSON().Outputs)).not.toContain('"Export"')
  })

  it('meet in parameters: what one reads, the other writes', () => {
    const written = Object.values(infra.findResources('AWS::SSM::Parameter')).map(
      (parameter) => (parameter as { Properties: { Name: string } }).Properties.Name,
    )
    const read = Object.values(application.toJSON().Parameters as Record<string, { Default?: string }>)
      .map((parameter) => parameter.Default ?? '')
      .filter((name) => name.startsWith('/semiont/infra/'))
    expect(read.length).toBeGreaterThan(10)
    expect(written).toEqual(expect.arrayContaining(read))
    expect(read).toEqual(expect.arrayContaining(written))
  })
})

describe('services', () => {
  it('M-012: are replaced when unhealthy, judged by the container and by the load balancer', () => {
    for (const name of ['frontend', 'backend', 'worker']) {
      application.hasResourceProperties('AWS::ECS::TaskDefinition', {
        ContainerDefinitions: [Match.objectLike({ Name: name, HealthCheck: Match.objectLike({ Retries: 3 }) })],
      })
    }
    application.resourcePropertiesCountIs(
      'AWS::ElasticLoadBalancingV2::TargetGroup',
      { HealthCheckPath: '/api/health', Matcher: { HttpCode: '200' } },
      2,
    )
  })

  it('M-015: follow CPU and memory within the configured bounds', () => {
    const { services } = settings.aws ?? {}
    application.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: services?.backend.minimum,
      MaxCapacity: services?.backend.maximum,
    })
    for (const metric of ['ECSServiceAverageCPUUtilization', 'ECSServiceAverageMemoryUtilization']) {
      application.resourcePropertiesCountIs(
        'AWS::ApplicationAutoScaling::ScalingPolicy',
        {
          TargetTrackingScalingPolicyConfiguration: Match.objectLike({
            PredefinedMetricSpecification: { PredefinedMetricType: metric },
          }),
        },
        3,
      )
    }
  })

  it('run as nobody in particular, on arm64, with nothing of the image writable', () => {
    const tasks = Object.values(application.findResources('AWS::ECS::TaskDefinition'))
    expect(tasks).toHaveLength(5)
    for (const { Properties: task } of tasks) {
      expect(task.RuntimePlatform).toEqual({ CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' })
      for (const container of task.ContainerDefinitions) {
        expect(container).toMatchObject({ User: '1000:1000', ReadonlyRootFilesystem: true })
      }
    }
  })

  it('M-004: take every secret from Secrets Manager, and none from a variable', () => {
    const backend = Object.values(application.findResources('AWS::ECS::TaskDefinition')).find(
      ({ Properties }) => Properties.Family === 'semiont-backend',
    )
    const [container] = backend?.Properties.ContainerDefinitions ?? []
    const names = (list: readonly { Name: string }[]) => list.map(({ Name }) => Name).toSorted()
    expect(names(container.Secrets)).toEqual(['DB_PASSWORD', 'DB_USER', 'JWT_KEYS', 'OIDC_PROVIDERS'])
    expect(names(container.Environment)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/SECRET|PASSWORD|KEYS/)]),
    )
  })

  it('M-007: enforce the configured domains, as locally', () => {
    const { application: open } = synthesize(settingsWith({ site: { oauthAllowedDomains: ['example.com'] } }))
    open.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Family: 'semiont-backend',
      ContainerDefinitions: [
        Match.objectLike({
          Environment: Match.arrayWith([
            { Name: 'SEMIONT_SITE', Value: Match.stringLikeRegexp('"oauthAllowedDomains":\\["example.com"\\]') },
          ]),
        }),
      ],
    })
  })

  it('M-059, M-125: roll without fewer tasks than before, and roll back when the new ones do not hold', () => {
    application.resourcePropertiesCountIs(
      'AWS::ECS::Service',
      {
        EnableExecuteCommand: true,
        DeploymentConfiguration: Match.objectLike({
          MinimumHealthyPercent: 100,
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        }),
      },
      3,
    )
  })

  it('M-014: are measured with Container Insights', () => {
    application.hasResourceProperties('AWS::ECS::Cluster', {
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
    })
  })
})

describe('what watches', () => {
  it('M-008 to M-011: counts each kind of security event from the log', () => {
    const filters = Object.values(application.findResources('AWS::Logs::MetricFilter'))
    const patterns = filters.map(({ Properties }) => Properties.FilterPattern)
    for (const type of [
      'auth.failed',
      'token.issued',
      'token.refreshed',
      'token.expired',
      'oauth.callback.failed',
      'access.denied',
    ]) {
      expect(patterns).toContain(`{ $.securityEvent.type = "${type}" }`)
    }
  })

  it('reads from the log how much work waits, and rings when nobody says', () => {
    const filters = Object.values(application.findResources('AWS::Logs::MetricFilter')).map(
      ({ Properties }) => Properties,
    )
    const work = filters.filter(({ FilterPattern }) => /\$\.jobs\./.test(FilterPattern))
    expect(work.map(({ MetricTransformations: [metric] }) => metric.MetricValue).toSorted()).toEqual([
      '$.jobs.documentsToIndex',
      '$.jobs.eventsParked',
      '$.jobs.failed',
      '$.jobs.oldestSeconds',
      '$.jobs.queued',
    ])
    application.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'semiont-jobs-waiting',
      TreatMissingData: 'breaching',
    })
  })

  it('M-109, M-113, M-114: has alarms for each service, each with an action, a meaning and a runbook', () => {
    const alarms = Object.values(application.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => Properties,
    )
    const silent = alarms.filter((alarm) => alarm.AlarmActions?.length !== 1)
    expect(silent.map(({ AlarmName }) => AlarmName)).toEqual([])
    const runbooks = readFileSync(new URL('../../../docs/runbooks.md', import.meta.url), 'utf8')
    const headings = [...runbooks.matchAll(/^## (.+)$/gm)].map(([, title = '']) =>
      title.toLowerCase().replaceAll(' ', '-'),
    )
    const pages = alarms.map(({ AlarmDescription }) => /docs\/runbooks\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1])
    expect(headings).toEqual(expect.arrayContaining(pages))
    const names = alarms.map(({ AlarmName }) => AlarmName)
    for (const subject of [
      'frontend-cpu',
      'backend-cpu',
      'worker-cpu',
      'database-cpu',
      'database-connections',
      'database-storage',
    ]) {
      expect(names).toContain(`semiont-${subject}`)
    }
    application.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', { AlarmName: 'semiont-down' })
  })

  it('M-017 to M-019: shows running and desired tasks, requests per target group, and the database', () => {
    const [dashboard] = Object.values(application.findResources('AWS::CloudWatch::Dashboard'))
    const body = JSON.stringify(dashboard?.Properties.DashboardBody)
    for (const metric of [
      'RunningTaskCount',
      'DesiredTaskCount',
      'RequestCount',
      'TargetResponseTime',
      'DatabaseConnections',
      'StorageBytes',
      'BlockedRequests',
      '5xxErrorRate',
      'AuthenticationFailed',
      'JobsQueued',
      'JobsOldestSeconds',
    ]) {
      expect(body).toContain(metric)
    }
  })

  it('M-107, M-136: asks every contact with an address to subscribe, and lets alarms and budget publish', () => {
    for (const Endpoint of ['admin@example.org', 'platform@example.org']) {
      application.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint })
    }
    application.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'AlarmsEventsAndBudgets',
            Principal: { Service: Match.arrayWith(['budgets.amazonaws.com']) },
          }),
        ]),
      },
    })
  })

  it('M-027: keeps the history of alarms', () => {
    application.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: 'SemiontAlertHistory' })
    application.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] },
    })
  })

  it('M-083: warns at the configured shares of the budget', () => {
    const { application: cheap } = synthesize(
      settingsWith({ aws: { budget: { monthlyUsd: 42, alertPercents: [70] } } }),
    )
    cheap.hasResourceProperties('AWS::Budgets::Budget', {
      Budget: Match.objectLike({ BudgetLimit: { Amount: 42, Unit: 'USD' } }),
      NotificationsWithSubscribers: Match.arrayWith([
        Match.objectLike({ Notification: Match.objectLike({ NotificationType: 'ACTUAL', Threshold: 70 }) }),
      ]),
    })
  })

  it('M-115: forgets logs in time, and encrypts them', () => {
    for (const template of [infra, application]) {
      template.allResourcesProperties('AWS::Logs::LogGroup', {
        RetentionInDays: Match.anyValue(),
        KmsKeyId: Match.anyValue(),
      })
    }
  })
})

describe('the way in', () => {
  it('M-032, M-070: CloudFront caches files of a build, never the API or a page', () => {
    const DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
    const OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6'
    application.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: Match.objectLike({
        DefaultCacheBehavior: Match.objectLike({ CachePolicyId: DISABLED, ViewerProtocolPolicy: 'redirect-to-https' }),
        CacheBehaviors: [
          Match.objectLike({ PathPattern: '/api/*', CachePolicyId: DISABLED }),
          Match.objectLike({ PathPattern: '/_next/static/*', CachePolicyId: OPTIMIZED }),
        ],
      }),
    })
  })

  it('leads only through CloudFront: the load balancer has no public address', () => {
    application.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
      LoadBalancerAttributes: Match.arrayWith([
        { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
        { Key: 'access_logs.s3.enabled', Value: 'true' },
      ]),
    })
  })

  it('M-024: the firewall keeps its logs, and measures each rule', () => {
    application.hasResourceProperties('AWS::WAFv2::LoggingConfiguration', {
      RedactedFields: [{ SingleHeader: { Name: 'authorization' } }, { SingleHeader: { Name: 'cookie' } }],
    })
    const [acl] = Object.values(application.findResources('AWS::WAFv2::WebACL'))
    const metrics = acl?.Properties.Rules.map(
      (rule: { VisibilityConfig: { MetricName: string } }) => rule.VisibilityConfig.MetricName,
    )
    expect(new Set(metrics).size).toBe(acl?.Properties.Rules.length)
  })
})

describe('what holds state', () => {
  it('M-013: the database is backed up daily between 02:00 and 04:00 UTC, apart from its maintenance', () => {
    infra.hasResourceProperties('AWS::RDS::DBInstance', {
      PreferredBackupWindow: '02:00-04:00',
      PreferredMaintenanceWindow: 'sun:04:30-sun:05:30',
      StorageEncrypted: true,
      DeletionProtection: true,
      PubliclyAccessible: false,
      EngineVersion: Match.stringLikeRegexp('^17'),
    })
    infra.hasResourceProperties('AWS::RDS::DBParameterGroup', {
      Parameters: Match.objectLike({ 'rds.force_ssl': '1', log_min_duration_statement: '500' }),
    })
  })

  it('M-042: the password of the database rotates on a schedule, between two users', () => {
    infra.hasResourceProperties('AWS::SecretsManager::RotationSchedule', {
      RotationRules: { ScheduleExpression: 'rate(30 days)' },
      HostedRotationLambda: Match.objectLike({ RotationType: 'PostgreSQLMultiUser' }),
    })
  })

  it('M-051, M-132: files and database have recovery points, and AWS restores them every week to see', () => {
    infra.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: Match.objectLike({
        BackupPlanRule: [Match.objectLike({ ScheduleExpression: 'cron(15 2 * * ? *)' })],
      }),
    })
    for (const ProtectedResourceType of ['RDS', 'EFS']) {
      infra.hasResourceProperties('AWS::Backup::RestoreTestingSelection', { ProtectedResourceType })
    }
  })

  it('M-066, M-071: documents are reached over TLS by a user that is not root, at the configured throughput', () => {
    infra.hasResourceProperties('AWS::EFS::AccessPoint', { PosixUser: { Uid: '1000', Gid: '1000' } })
    infra.hasResourceProperties('AWS::EFS::FileSystem', { Encrypted: true, ThroughputMode: 'elastic' })
    application.hasResourceProperties('AWS::ECS::TaskDefinition', {
      Volumes: Match.arrayWith([
        Match.objectLike({ EFSVolumeConfiguration: Match.objectLike({ TransitEncryption: 'ENABLED' }) }),
      ]),
    })
  })

  it('M-025, M-062, M-122: calls are recorded for at least a year, validated; Config records and judges', () => {
    infra.hasResourceProperties('AWS::CloudTrail::Trail', { EnableLogFileValidation: true, IsMultiRegionTrail: true })
    infra.hasResourceProperties('AWS::Config::ConfigurationRecorder', {
      RecordingGroup: Match.objectLike({ AllSupported: true }),
    })
    infra.resourceCountIs('AWS::Config::ConfigRule', 11)
  })

  it('M-061: the database is open to the services and the rotation, on its port alone', () => {
    const rules = Object.values(application.findResources('AWS::EC2::SecurityGroupIngress')).map(
      ({ Properties }) => Properties,
    )
    const ports = rules
      .filter(({ Description }) => /^From (backend|worker)$/.test(Description))
      .map(({ FromPort, ToPort }) => [FromPort, ToPort])
    expect(ports.toSorted()).toEqual([
      [2049, 2049],
      [2049, 2049],
      [5432, 5432],
      [5432, 5432],
    ])
  })

  it('M-082: every bucket is encrypted, versioned, closed and forgets in time', () => {
    infra.allResourcesProperties('AWS::S3::Bucket', {
      BucketEncryption: Match.anyValue(),
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: Match.objectLike({ BlockPublicAcls: true, RestrictPublicBuckets: true }),
      LifecycleConfiguration: Match.anyValue(),
    })
  })

  it('is kept when the stack goes', () => {
    for (const type of [
      'AWS::RDS::DBInstance',
      'AWS::EFS::FileSystem',
      'AWS::S3::Bucket',
      'AWS::KMS::Key',
      'AWS::SecretsManager::Secret',
    ]) {
      infra.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' })
    }
  })

  it('M-089: any region will do', () => {
    const { infra: elsewhere } = synthesize(settingsWith({ aws: { region: 'us-west-2' } }))
    expect(JSON.stringify(elsewhere.toJSON())).not.toContain('eu-central-1')
  })
})

it('M-007: says which settings are missing instead of synthesizing for nowhere', async () => {
  const { createCloudApp } = await import('./synthesize.ts')
  const nowhere = { ...settings, aws: undefined }
  expect(() => createCloudApp({ name: 'production', settings: nowhere })).toThrow(/set aws\.account/)
})
