import { stateDirectoryOf } from '@semiont/config/project-directory'
import type { PlatformStatus } from '../platform/platform.ts'
import type { CheckOptions } from './check-options.ts'
import { type DatabaseContact, withDatabaseContact } from './facts/database-contact.ts'
import { openSamples, type Samples } from './samples.ts'

/** What the checks look at; what several of them need is learned once. */
export interface Subject extends CheckOptions {
  readonly stateDirectory: string
  readonly status: () => Promise<PlatformStatus>
  readonly database: () => Promise<DatabaseContact>
  readonly samples: Samples
}

/** There is nothing to look at: the reason becomes the summary of a skipped check. */
export class NotApplicable extends Error {
  override readonly name = 'NotApplicable'
}

/** Opens what the checks share for as long as `look` takes. */
export async function withSubject<Result>(
  options: CheckOptions,
  look: (subject: Subject) => Promise<Result>,
): Promise<Result> {
  const stateDirectory = stateDirectoryOf(options.environment)
  const samples = await openSamples(stateDirectory, options.now())
  let status: Promise<PlatformStatus> | undefined
  const shared = {
    ...options,
    stateDirectory,
    samples,
    status: () => (status ??= handled(options.platform.status())),
  }
  const result = await withDatabaseContact(shared, (database) => look({ ...shared, database: () => database }))
  // Samples serve the next check; this one is done without them.
  await samples.save().catch(() => {})
  return result
}

/** Several checks wait for it or none: a failure that nobody has looked at yet is not an unhandled one. */
function handled<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {})
  return promise
}
