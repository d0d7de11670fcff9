import { JWT_KEYS_SECRET } from '@semiont/config'
import type { Subject } from '../subject.ts'
import { connectedClient } from './database.ts'

/** For tasks that never connect. */
const NO_DATABASE = 'postgres://127.0.0.1:1/none'

/**
 * What the backend's own code says about the database that the checks have reached, as JSON.
 * @throws NotApplicable without a connection
 */
export async function askBackend(subject: Subject, args: readonly string[], signal: AbortSignal): Promise<unknown> {
  if (subject.platform.kind === 'aws') return await runTask(subject, args, undefined, signal)
  const { url } = await connectedClient(subject)
  return await runTask(subject, args, url, signal)
}

/** The same for what needs the configuration alone. */
export async function askBackendAlone(
  subject: Subject,
  args: readonly string[],
  signal: AbortSignal,
): Promise<unknown> {
  return await runTask(subject, args, subject.platform.kind === 'aws' ? undefined : NO_DATABASE, signal)
}

async function runTask(
  { platform, secrets }: Subject,
  args: readonly string[],
  databaseUrl: string | undefined,
  signal: AbortSignal,
): Promise<unknown> {
  // Whoever runs the backend makes keys that are missing; a check makes nothing.
  if (platform.kind === 'local' && (await secrets.find(JWT_KEYS_SECRET)) === undefined)
    throw new Error('the secret jwt-secret is missing, without which the backend does not start')
  return JSON.parse(
    await platform.runBackendTask({ args, signal, ...(databaseUrl === undefined ? {} : { databaseUrl }) }),
  )
}
