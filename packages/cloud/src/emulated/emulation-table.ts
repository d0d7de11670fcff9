/**
 * How each type of resource gets into the emulated account, and who answers which question about it. The page
 * docs/aws-emulation.md is made from it, so that nobody mistakes for proof what is none.
 */
export type Emulation =
  /** moto's CloudFormation makes it from the template, `without` the properties that make it fail. */
  | { readonly by: 'cloudformation'; readonly without?: readonly string[]; readonly lacks?: string }
  /** moto's CloudFormation leaves it out; it is made through moto's API from the same properties. */
  | { readonly by: 'api'; readonly lacks?: string }
  /** moto has nothing of the kind; it has an identifier, and no more. */
  | { readonly by: 'nothing'; readonly because: string }

const cloudformation: Emulation = { by: 'cloudformation' }
const api: Emulation = { by: 'api' }

export const RESOURCE_TYPES: Readonly<Record<string, Emulation>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': { by: 'api', lacks: 'never scales by itself' },
  'AWS::ApplicationAutoScaling::ScalingPolicy': { by: 'api', lacks: 'never scales by itself' },
  'AWS::Backup::BackupPlan': { by: 'api', lacks: 'no job ever runs' },
  'AWS::Backup::BackupSelection': { by: 'nothing', because: 'moto has no selections; no job runs that would need one' },
  'AWS::Backup::BackupVault': { by: 'api', lacks: 'without its access policy' },
  'AWS::Backup::RestoreTestingPlan': { by: 'nothing', because: 'moto has no restore testing' },
  'AWS::Backup::RestoreTestingSelection': { by: 'nothing', because: 'moto has no restore testing' },
  'AWS::Budgets::Budget': { by: 'api', lacks: 'never notices spending' },
  'AWS::CloudFront::Distribution': { by: 'api', lacks: 'serves nothing' },
  'AWS::CloudFront::Function': { by: 'nothing', because: 'moto has no CloudFront functions' },
  'AWS::CloudFront::VpcOrigin': { by: 'nothing', because: 'moto has no VPC origins' },
  'AWS::CloudTrail::Trail': { by: 'api', lacks: 'records no call' },
  'AWS::CloudWatch::Alarm': { by: 'api', lacks: 'does not act when its state changes' },
  'AWS::CloudWatch::CompositeAlarm': { by: 'nothing', because: 'moto has no operation that makes one' },
  'AWS::CloudWatch::Dashboard': cloudformation,
  'AWS::Config::ConfigRule': { by: 'api', lacks: 'judges nothing' },
  'AWS::Config::ConfigurationRecorder': api,
  'AWS::Config::DeliveryChannel': api,
  'AWS::EC2::EIP': cloudformation,
  'AWS::EC2::FlowLog': cloudformation,
  'AWS::EC2::InternetGateway': cloudformation,
  'AWS::EC2::NatGateway': cloudformation,
  'AWS::EC2::NetworkAcl': api,
  'AWS::EC2::NetworkAclEntry': api,
  'AWS::EC2::Route': cloudformation,
  'AWS::EC2::RouteTable': cloudformation,
  'AWS::EC2::SecurityGroup': cloudformation,
  'AWS::EC2::SecurityGroupIngress': cloudformation,
  'AWS::EC2::Subnet': cloudformation,
  'AWS::EC2::SubnetNetworkAclAssociation': api,
  'AWS::EC2::SubnetRouteTableAssociation': cloudformation,
  'AWS::EC2::VPC': cloudformation,
  'AWS::EC2::VPCEndpoint': cloudformation,
  'AWS::EC2::VPCGatewayAttachment': cloudformation,
  'AWS::ECR::Repository': cloudformation,
  'AWS::ECS::Cluster': cloudformation,
  'AWS::ECS::Service': { by: 'api', lacks: 'its tasks are a state and no machines; see below' },
  'AWS::ECS::TaskDefinition': api,
  'AWS::EFS::AccessPoint': api,
  'AWS::EFS::FileSystem': api,
  'AWS::EFS::MountTarget': cloudformation,
  'AWS::ElasticLoadBalancingV2::Listener': cloudformation,
  'AWS::ElasticLoadBalancingV2::ListenerRule': cloudformation,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': cloudformation,
  'AWS::ElasticLoadBalancingV2::TargetGroup': api,
  'AWS::Events::Rule': cloudformation,
  'AWS::IAM::ManagedPolicy': cloudformation,
  'AWS::IAM::Policy': cloudformation,
  'AWS::IAM::Role': cloudformation,
  'AWS::KMS::Alias': cloudformation,
  'AWS::KMS::Key': { by: 'cloudformation', without: ['Tags'] },
  'AWS::Lambda::Function': {
    by: 'nothing',
    because: 'moto runs code in containers only; the handlers are tested as they are',
  },
  'AWS::Lambda::Permission': { by: 'nothing', because: 'there is no function' },
  'AWS::Logs::LogGroup': cloudformation,
  'AWS::Logs::MetricFilter': { by: 'api', lacks: 'counts nothing' },
  'AWS::Logs::ResourcePolicy': cloudformation,
  'AWS::RDS::DBInstance': { by: 'cloudformation', lacks: 'its port is 3306 as long as the template does not say one' },
  'AWS::RDS::DBParameterGroup': api,
  'AWS::RDS::DBSubnetGroup': cloudformation,
  'AWS::S3::Bucket': cloudformation,
  'AWS::S3::BucketPolicy': { by: 'api', lacks: 'without the statements whose conditions moto would not heed' },
  'AWS::SNS::Topic': cloudformation,
  'AWS::SNS::TopicPolicy': api,
  'AWS::SQS::Queue': cloudformation,
  'AWS::SQS::QueuePolicy': { by: 'nothing', because: 'moto’s CloudFormation has none, and asks nobody for rights' },
  'AWS::SSM::Parameter': { by: 'cloudformation', without: ['Tags'] },
  'AWS::Scheduler::Schedule': { by: 'nothing', because: 'there is no function to be called' },
  'AWS::SecretsManager::ResourcePolicy': api,
  'AWS::SecretsManager::RotationSchedule': {
    by: 'api',
    lacks: 'the hosted function is not made from the transform; a stand-in of it changes the password, see below',
  },
  'AWS::SecretsManager::Secret': api,
  'AWS::SecretsManager::SecretTargetAttachment': api,
  'AWS::WAFv2::LoggingConfiguration': { by: 'api', lacks: 'logs nothing' },
  'AWS::WAFv2::WebACL': { by: 'api', lacks: 'blocks nothing' },
  'AWS::WAFv2::WebACLAssociation': api,
}

/** Operations that moto lacks or answers otherwise than AWS: answered before they reach it, from what a test has said. */
export const RECORDED_OPERATIONS = {
  'application-autoscaling:DescribeScalingActivities': {
    answers: 'the activities that the test has put down for this resource',
    because: 'moto has no such operation',
  },
  'wafv2:GetSampledRequests': {
    answers:
      'the requests that the test has put down for this rule metric, none older than three hours, with the window that AWS makes of the asked one',
    because: 'moto has no such operation; that AWS reaches back three hours is from its API reference',
  },
  'ce:GetCostAndUsage': {
    answers:
      'a ValidationException when the period is empty; unblended costs by day and service as the test has put them down; every other question goes to moto',
    because:
      'moto accepts any period and gives whatever was queued; that AWS refuses an empty period is from its API reference',
  },
  'ce:GetCostForecast': {
    answers: 'the same amount for each day to come, or DataUnavailableException; a period in the past is refused',
    because: 'moto has no such operation',
  },
  'wafv2:ListAvailableManagedRuleGroupVersions': {
    answers: 'the versions that the test has put down for this rule group',
    because: 'moto has no such operation, and AWS alone knows its rule groups',
  },
  'wafv2:DescribeManagedRuleGroup': {
    answers: 'the names of the rules that the test has put down for this rule group',
    because: 'moto has no such operation, and AWS alone knows its rule groups',
  },
} as const

export type RecordedOperation = keyof typeof RECORDED_OPERATIONS

/** Operations that have something of the account behind them which moto has not: how they answer, and what that leaves open. */
export const STAND_INS = {
  'ecs:CreateService': {
    answers: 'moto’s service, with one deployment whose tasks run at once',
    lacks: 'nothing is pulled, placed or started',
  },
  'ecs:DescribeServices': {
    answers: 'deployments, counts and events as the scheduler would leave them, in steps of 150 milliseconds',
    lacks: 'the pace of AWS; a minimum of healthy tasks beyond "new ones first"; deployment alarms',
  },
  'ecs:UpdateService': {
    answers:
      'a new deployment for another definition or by force; the circuit breaker turns back after three failed tasks',
    lacks: 'everything else that can be changed of a service',
  },
  'ecs:ListTasks': { answers: 'the tasks of services and those that run once', lacks: 'paging' },
  'ecs:DescribeTasks': {
    answers: 'state, times, health, reason, exit code; the digest that ECR has for the tag',
    lacks: 'tasks of services are a state: their health is what a test says',
  },
  'ecs:RunTask': {
    answers:
      'a process of the built backend with command, variables, secrets and overrides of the definition; PostgreSQL of this machine ' +
      'in place of RDS (without TLS), a folder in place of EFS; its output in the log stream of awslogs',
    lacks: 'the image, the architecture, the user, the read-only root, roles and the network',
  },
  'ecs:StopTask': {
    answers: 'a signal to the process of a task that runs once',
    lacks: 'the stop timeout of the definition',
  },
  'ecs:ExecuteCommand': {
    answers:
      'a session for session-manager-plugin.py, which runs the command here, at a terminal, with the variables of the task',
    lacks: 'WebSocket, agent and audit log; the file system of the container',
  },
  'cloudformation:CreateChangeSet': {
    answers:
      'the differences of the two templates with the values of their parameters; what is replaced, as the schemas of cfn-lint ' +
      'have it; what refers to it changes too',
    lacks: 'transforms, conditions, nested stacks, whether AWS would accept the template',
  },
  'cloudformation:DescribeChangeSet': { answers: 'the same', lacks: 'paging; property values before and after' },
  'cloudformation:ListChangeSets': { answers: 'those of the stack', lacks: 'paging' },
  'cloudformation:DeleteChangeSet': { answers: 'forgets it', lacks: '' },
  'cloudformation:ExecuteChangeSet': {
    answers:
      'makes in moto what is new; changes what moto’s CloudFormation changes, and of the rest CHANGERS in put-stack.ts; rolls the ' +
      'services, and takes everything back when one turns back',
    lacks:
      'other changes are in the template only; nothing made through the API is deleted; a failed creation leaves what it made',
  },
  'cloudformation:DescribeStacks': { answers: 'state, parameters and outputs', lacks: 'drift' },
  'cloudformation:DescribeStackEvents': { answers: 'what was made and changed, and why not', lacks: 'paging' },
  'cloudformation:DescribeStackResources': { answers: 'every resource of the template', lacks: 'their own states' },
  'cloudformation:ListStackResources': { answers: 'the same', lacks: 'paging' },
  'cloudformation:GetTemplate': { answers: 'the template as it was given', lacks: 'processing' },
  'cloudformation:UpdateTerminationProtection': { answers: 'remembers it', lacks: 'nothing can be deleted anyway' },
  'secretsmanager:RotateSecret': {
    answers:
      'as AWS’s hosted function for two alternating users: AWSPENDING, another password for the other user in the PostgreSQL of ' +
      'this machine, AWSCURRENT; refused while one is pending',
    lacks: 'the function itself, its network, its rights; the schedule never comes due',
  },
  'secretsmanager:DescribeSecret': {
    answers: 'moto’s answer with the moment of the last rotation',
    lacks: 'when the next one is due',
  },
  'secretsmanager:PutSecretValue': {
    answers: 'moto’s, with AWSCURRENT on the new version alone',
    lacks: 'nothing that is known',
  },
  'secretsmanager:GetSecretValue': {
    answers: 'the version with the label AWSCURRENT where no other is asked for; moto gives the one put last',
    lacks: 'nothing that is known',
  },
  'backup:StartBackupJob': {
    answers:
      'a job that is over at once: a copy of PostgreSQL’s data directory, taken while it runs, or of the folder of files',
    lacks: 'time, encryption, rights of the role',
  },
  'backup:DescribeBackupJob': { answers: 'that job, failed where a test says so', lacks: 'jobs that still run' },
  'backup:ListRecoveryPointsByBackupVault': { answers: 'what was backed up', lacks: 'paging; nothing ever expires' },
  'backup:StartRestoreJob': {
    answers: 'a new file system with a copy of the files',
    lacks: 'every other kind of resource',
  },
  'backup:DescribeRestoreJob': { answers: 'that job, over', lacks: 'jobs that still run; restore testing plans' },
  'backup:PutRestoreValidationResult': { answers: 'remembers it', lacks: '' },
  'rds:CreateDBSnapshot': { answers: 'moto’s snapshot, with the bytes', lacks: 'time' },
  'rds:RestoreDBInstanceFromDBSnapshot': {
    answers: 'moto’s instance, with a PostgreSQL of its own that begins with what was kept',
    lacks: 'time; moto has it available at once',
  },
  'rds:RestoreDBInstanceToPointInTime': {
    answers: 'the same with what the database holds now',
    lacks: 'the moment: it is not heeded',
  },
  'rds:DeleteDBInstance': { answers: 'moto’s, and the end of that PostgreSQL', lacks: '' },
  'elbv2:DescribeTargetHealth': {
    answers: 'the tasks of the service behind a target group that run, healthy or not as a test says',
    lacks: 'nobody asks them; states on the way (initial, draining)',
  },
} as const
