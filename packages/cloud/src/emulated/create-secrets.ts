import type { AwsCalls, JsonObject } from './aws-calls.ts'
import { identity, type Place } from './create-through-api.ts'
import { object, text } from './json.ts'
import type { Identity } from './references.ts'

type Create = (calls: AwsCalls, properties: JsonObject, place: Place) => Promise<Identity>

/** Secrets Manager, of which moto's CloudFormation makes nothing. */
export const CREATE_SECRETS: Readonly<Record<string, Create>> = {
  'AWS::SecretsManager::Secret': async (calls, given) => {
    const { GenerateSecretString, ...secret } = given
    const { SecretStringTemplate, GenerateStringKey, ...shape } = object(GenerateSecretString)
    const { RandomPassword = null } = await calls.call('secretsmanager:get_random_password', shape)
    const value = { ...JSON.parse(text(SecretStringTemplate)), [text(GenerateStringKey)]: RandomPassword }
    const made = { ...secret, SecretString: JSON.stringify(value) }
    const { ARN } = await calls.call('secretsmanager:create_secret', made)
    return identity(text(ARN), { Id: text(ARN) })
  },
  'AWS::SecretsManager::ResourcePolicy': async (calls, given) => {
    const { SecretId = null, ResourcePolicy = null } = given
    const policy = { SecretId, ResourcePolicy: JSON.stringify(ResourcePolicy) }
    await calls.call('secretsmanager:put_resource_policy', policy)
    return identity(text(SecretId))
  },
  'AWS::SecretsManager::SecretTargetAttachment': async (calls, given) => {
    const SecretId = text(given['SecretId'])
    const DBInstanceIdentifier = text(given['TargetId'])
    const { DBInstances } = await calls.call('rds:describe_db_instances', { DBInstanceIdentifier })
    const [instance] = DBInstances as readonly JsonObject[]
    const { Address = null, Port = null } = object(instance?.['Endpoint'])
    const { SecretString } = await calls.call('secretsmanager:get_secret_value', { SecretId })
    const value = { ...JSON.parse(text(SecretString)), engine: 'postgres', host: Address, port: Port }
    await calls.call('secretsmanager:put_secret_value', {
      SecretId,
      SecretString: JSON.stringify({ ...value, dbname: instance?.['DBName'] ?? null }),
    })
    return identity(SecretId)
  },
  'AWS::SecretsManager::RotationSchedule': async (calls, given) => {
    const SecretId = text(given['SecretId'])
    const schedule = text(object(given['RotationRules'])['ScheduleExpression'])
    const [, days] = /^rate\((\d+) days?\)$/.exec(schedule) ?? []
    if (days === undefined) throw new Error(`The emulation rotates every so many days, not on ${schedule}.`)
    const RotationRules = { AutomaticallyAfterDays: Number(days) }
    // moto makes the value current that the secret was made with.
    const { SecretString = null } = await calls.call('secretsmanager:get_secret_value', { SecretId })
    await calls.call('secretsmanager:rotate_secret', { SecretId, RotationRules, RotateImmediately: false })
    await calls.call('secretsmanager:put_secret_value', { SecretId, SecretString })
    return identity(SecretId)
  },
}
