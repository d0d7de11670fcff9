import type { AwsCalls, JsonObject } from './aws-calls.ts'
import { distributionConfigOf } from './distribution-config.ts'
import { list, object, text } from './json.ts'
import type { Identity } from './references.ts'

export interface Place {
  readonly account: string
  readonly region: string
}

type Create = (calls: AwsCalls, properties: JsonObject, place: Place) => Promise<Identity>

/** Makes what moto's CloudFormation leaves out, through the service's own operations, from the template's own properties. */
export const CREATE: Readonly<Record<string, Create>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': async (calls, given) => {
    await calls.call('application-autoscaling:register_scalable_target', without(given, 'Tags'))
    const parts = [given['ResourceId'], given['ScalableDimension'], given['ServiceNamespace']]
    return identity(parts.map(text).join('|'))
  },
  'AWS::ApplicationAutoScaling::ScalingPolicy': async (calls, given) => {
    const [ResourceId = '', ScalableDimension = '', ServiceNamespace = ''] = text(given['ScalingTargetId']).split('|')
    const target = { ResourceId, ScalableDimension, ServiceNamespace }
    const policy = { ...without(given, 'ScalingTargetId'), ...target }
    const { PolicyARN } = await calls.call('application-autoscaling:put_scaling_policy', policy)
    return identity(text(PolicyARN))
  },
  'AWS::Backup::BackupVault': async (calls, given) => {
    const name = text(given['BackupVaultName'])
    const vault = { BackupVaultName: name, EncryptionKeyArn: given['EncryptionKeyArn'] ?? null }
    const { BackupVaultArn } = await calls.call('backup:create_backup_vault', vault)
    return identity(name, { BackupVaultName: name, BackupVaultArn: text(BackupVaultArn) })
  },
  'AWS::Backup::BackupPlan': async (calls, given) => {
    const { BackupPlanName = null, BackupPlanRule: rules = [] } = object(given['BackupPlan'])
    const Rules = list(rules).map(({ TargetBackupVault = null, ...rule }) => ({
      ...rule,
      TargetBackupVaultName: TargetBackupVault,
    }))
    const plan = { BackupPlan: { BackupPlanName, Rules } }
    const { BackupPlanId } = await calls.call('backup:create_backup_plan', plan)
    return identity(text(BackupPlanId), { BackupPlanId: text(BackupPlanId) })
  },
  'AWS::Budgets::Budget': async (calls, given, { account }) => {
    const { BudgetLimit, ...budget } = object(given['Budget'])
    const { Amount = 0, Unit = null } = object(BudgetLimit)
    await calls.call('budgets:create_budget', {
      AccountId: account,
      Budget: { ...budget, BudgetLimit: { Amount: text(Amount), Unit } },
      NotificationsWithSubscribers: given['NotificationsWithSubscribers'] ?? [],
    })
    return identity(text(budget['BudgetName']))
  },
  'AWS::CloudFront::Distribution': async (calls, given) => {
    const { Distribution } = await calls.call('cloudfront:create_distribution', {
      DistributionConfig: distributionConfigOf(object(given['DistributionConfig'])),
    })
    const { Id, DomainName } = object(Distribution)
    return identity(text(Id), { Id: text(Id), DomainName: text(DomainName) })
  },
  'AWS::CloudTrail::Trail': async (calls, given) => {
    const { TrailName = null, KMSKeyId = null, EventSelectors, IsLogging, Tags: _, ...rest } = given
    const { Name, TrailARN } = await calls.call('cloudtrail:create_trail', {
      ...rest,
      Name: TrailName,
      KmsKeyId: KMSKeyId,
    })
    const trail = text(Name)
    if (EventSelectors) await calls.call('cloudtrail:put_event_selectors', { TrailName: trail, EventSelectors })
    if (IsLogging === true) await calls.call('cloudtrail:start_logging', { Name: trail })
    return identity(trail, { Arn: text(TrailARN) })
  },
  'AWS::CloudWatch::Alarm': async (calls, given, { account, region }) => {
    await calls.call('cloudwatch:put_metric_alarm', given)
    const name = text(given['AlarmName'])
    return identity(name, { Arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}` })
  },
  'AWS::Config::ConfigurationRecorder': async (calls, given) => {
    const { AllSupported = true, IncludeGlobalResourceTypes = false } = object(given['RecordingGroup'])
    const recordingGroup = { allSupported: AllSupported, includeGlobalResourceTypes: IncludeGlobalResourceTypes }
    const recorder = { name: given['Name'] ?? null, roleARN: given['RoleARN'] ?? null, recordingGroup }
    await calls.call('config:put_configuration_recorder', { ConfigurationRecorder: recorder })
    return identity(text(given['Name']))
  },
  'AWS::Config::DeliveryChannel': async (calls, given) => {
    const { Name = null, S3BucketName = null, S3KeyPrefix = null } = given
    const channel = { name: Name, s3BucketName: S3BucketName, s3KeyPrefix: S3KeyPrefix }
    await calls.call('config:put_delivery_channel', { DeliveryChannel: channel })
    return identity(text(Name))
  },
  'AWS::Config::ConfigRule': async (calls, given) => {
    await calls.call('config:put_config_rule', { ConfigRule: given })
    return identity(text(given['ConfigRuleName']))
  },
  'AWS::EC2::NetworkAcl': async (calls, given) => {
    const { NetworkAcl } = await calls.call('ec2:create_network_acl', { VpcId: given['VpcId'] ?? null })
    const id = text(object(NetworkAcl)['NetworkAclId'])
    return identity(id, { Id: id })
  },
  'AWS::EC2::NetworkAclEntry': async (calls, given) => {
    await calls.call('ec2:create_network_acl_entry', {
      ...given,
      Protocol: text(given['Protocol']),
      RuleNumber: Number(given['RuleNumber']),
    })
    return identity(`${text(given['NetworkAclId'])}|${text(given['RuleNumber'])}`)
  },
  'AWS::EC2::SubnetNetworkAclAssociation': async (calls, given) => {
    const subnet = text(given['SubnetId'])
    const filter = { Name: 'association.subnet-id', Values: [subnet] }
    const { NetworkAcls = [] } = await calls.call('ec2:describe_network_acls', { Filters: [filter] })
    const current = list(NetworkAcls)
      .flatMap((acl) => list(acl['Associations'] ?? []))
      .find((association) => association['SubnetId'] === subnet)
    if (current === undefined) throw new Error(`The subnet ${subnet} has no network ACL to be replaced.`)
    const { NewAssociationId } = await calls.call('ec2:replace_network_acl_association', {
      AssociationId: current['NetworkAclAssociationId'] ?? null,
      NetworkAclId: given['NetworkAclId'] ?? null,
    })
    return identity(text(NewAssociationId))
  },
  'AWS::EFS::AccessPoint': async (calls, { AccessPointTags = [], ...given }) => {
    // Identities are texts in a template and numbers in the API.
    const numbered = JSON.parse(JSON.stringify(given), (key, value) => (/[UG]id$/.test(key) ? Number(value) : value))
    const point = { ...(numbered as JsonObject), Tags: AccessPointTags, ClientToken: text(given['FileSystemId']) }
    const { AccessPointId, AccessPointArn } = await calls.call('efs:create_access_point', point)
    return identity(text(AccessPointId), { AccessPointId: text(AccessPointId), Arn: text(AccessPointArn) })
  },
  'AWS::EFS::FileSystem': async (calls, given) => {
    const { BackupPolicy, FileSystemPolicy, FileSystemTags: Tags = [], LifecyclePolicies = [], ...rest } = given
    const { FileSystemId, FileSystemArn } = await calls.call('efs:create_file_system', { ...rest, Tags })
    const system = { FileSystemId: text(FileSystemId) }
    await calls.call('efs:put_lifecycle_configuration', { ...system, LifecyclePolicies })
    if (BackupPolicy) await calls.call('efs:put_backup_policy', { ...system, BackupPolicy })
    if (FileSystemPolicy)
      await calls.call('efs:put_file_system_policy', { ...system, Policy: JSON.stringify(FileSystemPolicy) })
    return identity(system.FileSystemId, { ...system, Arn: text(FileSystemArn) })
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': async (calls, { TargetGroupAttributes = [], ...given }) => {
    const { TargetGroups } = await calls.call('elbv2:create_target_group', given)
    const [group] = TargetGroups as readonly JsonObject[]
    const arn = text(group?.['TargetGroupArn'])
    const attributes = { TargetGroupArn: arn, Attributes: TargetGroupAttributes }
    await calls.call('elbv2:modify_target_group_attributes', attributes)
    return identity(arn, { TargetGroupArn: arn, TargetGroupFullName: arn.slice(arn.indexOf('targetgroup/')) })
  },
  'AWS::Logs::MetricFilter': async (calls, given) => {
    const { FilterName = null, FilterPattern = null, LogGroupName = null, MetricTransformations = [] } = given
    await calls.call('logs:put_metric_filter', {
      filterName: FilterName,
      filterPattern: FilterPattern,
      logGroupName: LogGroupName,
      metricTransformations: list(MetricTransformations).map(lowerFirst),
    })
    return identity(text(FilterName))
  },
  'AWS::RDS::DBParameterGroup': async (calls, given) => {
    const { Family = null, Description = null, Parameters = {} } = given
    const name = { DBParameterGroupName: 'semiont-database-parameters' }
    const group = { ...name, DBParameterGroupFamily: Family, Description }
    await calls.call('rds:create_db_parameter_group', group)
    const parameters = Object.entries(object(Parameters)).map(([ParameterName, ParameterValue]) => ({
      ParameterName,
      ParameterValue,
      ApplyMethod: 'pending-reboot',
    }))
    await calls.call('rds:modify_db_parameter_group', { ...name, Parameters: parameters })
    return identity(name.DBParameterGroupName)
  },
  'AWS::S3::BucketPolicy': async (calls, given) => {
    const { Statement = [], ...document } = object(given['PolicyDocument'])
    // moto knows no other condition than StringEquals, and denies as if the others were not there.
    const statements = (Statement as readonly JsonObject[]).filter(({ Condition = {} }) =>
      Object.keys(object(Condition)).every((operator) => operator === 'StringEquals'),
    )
    const Policy = JSON.stringify({ ...document, Statement: statements })
    if (statements.length > 0) await calls.call('s3:put_bucket_policy', { Bucket: given['Bucket'] ?? null, Policy })
    return identity(text(given['Bucket']))
  },
  'AWS::SNS::TopicPolicy': async (calls, given) => {
    const AttributeValue = JSON.stringify(given['PolicyDocument'])
    const topics = given['Topics'] as readonly string[]
    for (const TopicArn of topics)
      await calls.call('sns:set_topic_attributes', { TopicArn, AttributeName: 'Policy', AttributeValue })
    return identity(topics.join(','))
  },
  'AWS::WAFv2::WebACL': async (calls, given) => {
    const { Summary } = await calls.call('wafv2:create_web_acl', given)
    const { ARN, Id } = object(Summary)
    return identity(`${text(given['Name'])}|${text(Id)}|${text(given['Scope'])}`, { Arn: text(ARN), Id: text(Id) })
  },
  'AWS::WAFv2::LoggingConfiguration': async (calls, given) => {
    await calls.call('wafv2:put_logging_configuration', { LoggingConfiguration: given })
    return identity(text(given['ResourceArn']))
  },
  'AWS::WAFv2::WebACLAssociation': async (calls, given) => {
    const { ResourceArn = null, WebACLArn = null } = given
    await calls.call('wafv2:associate_web_acl', { ResourceArn, WebACLArn })
    return identity(`${text(WebACLArn)}|${text(ResourceArn)}`)
  },
}

export function identity(ref: string, attributes: Readonly<Record<string, string>> = {}): Identity {
  return { ref, attributes }
}

function without(given: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(given).filter(([key]) => key !== name))
}

function lowerFirst(given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]),
  )
}
