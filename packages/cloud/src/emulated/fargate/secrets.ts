import type { AskMoto } from '../wire/moto-client.ts'
import type { ContainerDefinition } from './definitions.ts'

/**
 * Values of the secrets of a container, as the execution role would fetch them before it starts: `arn`, or one key of its JSON
 * by `arn:key::`.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
 * @throws RefusedByAws, or Error when the key is not there
 */
export async function secretsOf(ask: AskMoto, { secrets = [] }: ContainerDefinition): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const { name, valueFrom } of secrets) {
    const parts = valueFrom.split(':')
    const [key = '', stage = '', version = ''] = parts.slice(7)
    const { SecretString } = await ask<{ SecretString: string }>('secretsmanager', 'GetSecretValue', {
      SecretId: parts.slice(0, 7).join(':'),
      ...(stage === '' ? (version === '' ? { VersionStage: 'AWSCURRENT' } : {}) : { VersionStage: stage }),
      ...(version === '' ? {} : { VersionId: version }),
    })
    found[name] = key === '' ? SecretString : member(SecretString, key)
  }
  return found
}

function member(secret: string, key: string): string {
  const value = (JSON.parse(secret) as Record<string, unknown>)[key]
  if (typeof value !== 'string')
    throw new Error(`retrieved secret from Secrets Manager did not contain json key ${key}`)
  return value
}
