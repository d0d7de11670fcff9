import {
  CURRENT,
  findSecretDescription,
  PENDING,
  type SecretDescription,
} from '../../../aws/clients/secrets-manager.ts'
import type { Account } from '../account.ts'

export interface KeptSecret {
  readonly name: string
  /** Whether it is to be changed by itself. */
  readonly rotates: boolean
  /** Null when there is no such secret. */
  readonly secret: Omit<SecretDescription, 'stages'> | null
  readonly hasCurrent: boolean
  /** Whether a version waits to become current. */
  readonly halfRotated: boolean
}

export interface RotationFact {
  readonly secrets: readonly KeptSecret[]
  readonly everyDays: number
}

const OUTPUTS = ['DatabaseSecretName', 'JwtSecretName', 'OauthSecretName'] as const

/** What Secrets Manager says about the secrets, without reading any value. */
export async function gatherRotation({ connection, stack, place }: Account): Promise<RotationFact> {
  const outputs = await stack('infra')
  const secrets = await Promise.all(
    OUTPUTS.map(async (output): Promise<KeptSecret> => {
      const name = outputs.get(output)
      const found = await findSecretDescription(connection, name)
      return { name, rotates: output === 'DatabaseSecretName', ...describe(found) }
    }),
  )
  return { secrets, everyDays: place.database.rotationDays }
}

function describe(found: SecretDescription | undefined): Pick<KeptSecret, 'secret' | 'hasCurrent' | 'halfRotated'> {
  if (found === undefined) return { secret: null, hasCurrent: false, halfRotated: false }
  const { stages, ...secret } = found
  const labels = [...stages.values()]
  return {
    secret,
    hasCurrent: labels.some((names) => names.includes(CURRENT)),
    halfRotated: labels.some((names) => names.includes(PENDING) && !names.includes(CURRENT)),
  }
}
