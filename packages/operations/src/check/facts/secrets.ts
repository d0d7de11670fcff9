import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { reviewSecrets, type SecretReview } from '@semiont/config'
import type { Subject } from '../subject.ts'

export interface SecretsFact {
  readonly reviews: readonly SecretReview[]
  /** The local folder of secrets when others than its owner may look inside; null when not, or elsewhere. */
  readonly openFolder: string | null
}

export async function gatherSecrets(subject: Subject): Promise<SecretsFact> {
  const { environment, secrets, now, configurationProblem } = subject
  if (configurationProblem) throw new Error('which secrets are needed is not known: the configuration is not valid')
  return { reviews: await reviewSecrets(environment, secrets, now()), openFolder: await openFolderOf(subject) }
}

async function openFolderOf({ platform, stateDirectory }: Subject): Promise<string | null> {
  if (platform.kind !== 'local' || process.platform === 'win32') return null
  const folder = join(stateDirectory, 'secrets')
  const found = await stat(folder).catch(() => undefined)
  return found && (found.mode & 0o077) !== 0 ? folder : null
}
