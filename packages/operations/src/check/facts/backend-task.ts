import type { Subject } from '../subject.ts'
import { connectedClient } from './database.ts'

/**
 * What the backend's own code says about the database that the checks have reached, as JSON.
 * @throws NotApplicable without a connection
 */
export async function askBackend(subject: Subject, args: readonly string[], signal: AbortSignal): Promise<unknown> {
  const { url } = await connectedClient(subject)
  // Whoever runs the backend makes keys that are missing; a check makes nothing.
  if (subject.platform.kind === 'local' && (await subject.secrets.find('jwt-keys')) === undefined)
    throw new Error('not learned: the secret jwt-keys is missing')
  return JSON.parse(await subject.platform.runBackendTask({ args, databaseUrl: url, signal }))
}
