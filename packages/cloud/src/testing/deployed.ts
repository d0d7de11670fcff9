import type { Synthesized } from './synthesized.ts'
import { PLACE } from './synthesized.ts'

export interface Resource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
}

interface TemplateJson {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: string }>>
  readonly Resources: Readonly<Record<string, Resource>>
}

const { account, region } = PLACE
const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${account}:${resource}`

/** The id of a construct without the hash that the CDK adds: the same in every environment. */
const plain = (id: string) => id.replace(/[0-9A-F]{8}$/, '')

/** What `Ref` and `Fn::GetAtt Arn` of a resource would be once it is deployed; an id stands for what AWS makes up. */
const ARNS: Readonly<Record<string, (id: string, properties: Readonly<Record<string, unknown>>) => string>> = {
  'AWS::Backup::BackupVault': (_, { BackupVaultName }) => arn('backup', `backup-vault:${String(BackupVaultName)}`),
  'AWS::EC2::VPC': (id) => arn('ec2', `vpc/${plain(id)}`),
  'AWS::EFS::FileSystem': (id) => arn('elasticfilesystem', `file-system/${plain(id)}`),
  'AWS::IAM::ManagedPolicy': (id, { Path = '/', ManagedPolicyName = id }) =>
    `arn:aws:iam::${account}:policy${String(Path)}${String(ManagedPolicyName)}`,
  'AWS::IAM::Role': (id, { Path = '/', RoleName = id }) =>
    `arn:aws:iam::${account}:role${String(Path)}${String(RoleName)}`,
  'AWS::KMS::Key': (id) => arn('kms', `key/${plain(id)}`),
  'AWS::Lambda::Function': (id, { FunctionName = id }) => arn('lambda', `function:${String(FunctionName)}`),
  'AWS::Logs::LogGroup': (_, { LogGroupName }) => arn('logs', `log-group:${String(LogGroupName)}:*`),
  'AWS::RDS::DBInstance': (_, { DBInstanceIdentifier }) => arn('rds', `db:${String(DBInstanceIdentifier)}`),
  'AWS::S3::Bucket': (_, { BucketName }) => `arn:aws:s3:::${String(BucketName)}`,
  'AWS::SecretsManager::Secret': (_, { Name }) => arn('secretsmanager', `secret:${String(Name)}-AbCdEf`),
  'AWS::SNS::Topic': (_, { TopicName }) => arn('sns', String(TopicName)),
  'AWS::SQS::Queue': (id, { QueueName = id }) => arn('sqs', String(QueueName)),
}
/** Types whose `Ref` is their ARN. */
const REF_IS_ARN = ['AWS::IAM::ManagedPolicy', 'AWS::SecretsManager::Secret', 'AWS::SNS::Topic']
/** Types whose `Ref` is a name they are given. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
}

/** Both templates, with their functions evaluated as if they were deployed: what a policy says in the end. */
export class DeployedStack {
  readonly #template: TemplateJson
  readonly #parameterStore: ReadonlyMap<string, string>

  constructor(template: TemplateJson, parameterStore: ReadonlyMap<string, string> = new Map()) {
    this.#template = template
    this.#parameterStore = parameterStore
  }

  /** Logical ids and resources of a type, evaluated. */
  resources(type: string): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
    return new Map(
      Object.entries(this.#template.Resources)
        .filter(([, { Type }]) => Type === type)
        .map(([id, { Properties = {} }]) => [id, this.#evaluate(Properties) as Record<string, unknown>]),
    )
  }

  get types(): string[] {
    return [...new Set(Object.values(this.#template.Resources).map(({ Type }) => Type))]
  }

  arnOf(id: string): string {
    const { Type = '', Properties = {} } = this.#template.Resources[id] ?? {}
    if (Type === 'AWS::SecretsManager::SecretTargetAttachment') return String(this.#evaluate(Properties['SecretId']))
    return ARNS[Type]?.(id, this.#evaluate(Properties) as Record<string, unknown>) ?? `${Type}/${id}`
  }

  #evaluate(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#evaluate(item))
    if (typeof value !== 'object' || value === null) return value
    const [[name, argument] = ['', undefined], ...more] = Object.entries(value)
    if (more.length === 0 && name === 'Ref') return this.#reference(String(argument))
    if (more.length === 0 && name === 'Fn::GetAtt') return this.#attribute(argument as readonly string[])
    if (more.length === 0 && name === 'Fn::Join') {
      const [separator, parts] = this.#evaluate(argument) as [string, readonly unknown[]]
      return parts.map(String).join(separator)
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#evaluate(item)]))
  }

  #reference(id: string): string {
    const pseudo = { 'AWS::Partition': 'aws', 'AWS::Region': region, 'AWS::AccountId': account }[id]
    if (pseudo !== undefined) return pseudo
    const parameter = this.#template.Parameters?.[id]?.Default
    if (parameter !== undefined) return this.#parameterStore.get(parameter) ?? parameter
    const { Type = '', Properties = {} } = this.#template.Resources[id] ?? {}
    const name = Properties[NAMED_BY[Type] ?? '']
    if (name !== undefined) return String(this.#evaluate(name))
    if (Type === 'AWS::EFS::FileSystem' || Type === 'AWS::EFS::AccessPoint') return plain(id)
    return REF_IS_ARN.includes(Type) || Type === 'AWS::SecretsManager::SecretTargetAttachment' ? this.arnOf(id) : id
  }

  #attribute([id = '', attribute = '']: readonly string[]): string {
    return attribute === 'Arn' || attribute.endsWith('Arn')
      ? this.arnOf(id)
      : attribute === 'AccessPointId'
        ? plain(id)
        : `${id}.${attribute}`
  }
}

/** The application stack reads from the parameter store what the infrastructure stack has left there. */
export function deploy({ infra, application }: Synthesized): { infra: DeployedStack; application: DeployedStack } {
  const first = new DeployedStack(infra.toJSON() as TemplateJson)
  const store = [...first.resources('AWS::SSM::Parameter').values()].map(
    ({ Name, Value }) => [String(Name), String(Value)] as const,
  )
  return { infra: first, application: new DeployedStack(application.toJSON() as TemplateJson, new Map(store)) }
}
