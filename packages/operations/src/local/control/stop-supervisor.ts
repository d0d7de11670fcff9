import { OperationError } from '../../errors.ts'
import type { Progress } from '../../platform/platform.ts'
import { findRunningInstance, type RunningInstance } from '../instance-lock.ts'
import { isAlive } from '../processes/process-identity.ts'
import { waitUntil } from '../processes/wait-until.ts'
import { requestOperation, SupervisorSilentError } from './control-client.ts'

/** Draining, the services' own grace, and a fast shutdown of the database come to less. */
const PATIENCE = 60_000

/**
 * Has the installation that runs on a folder stop, and waits until it has given the folder free. One that does not listen is asked by a signal, as
 * Ctrl-C does; the start token makes sure that it is still the same process.
 * @throws OperationError when it goes on
 */
export async function stopSupervisor(
  stateDirectory: string,
  instance: RunningInstance,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const listens = await tell(instance, progress, signal)
  if (!listens && isAlive(instance)) process.kill(instance.pid, 'SIGTERM')
  const gone = () => signal.aborted || findRunningInstance(stateDirectory)?.startedAt !== instance.startedAt
  const ended = await waitUntil(gone, { timeout: PATIENCE, interval: 50 })
  signal.throwIfAborted()
  if (ended) return
  throw new OperationError(
    `Semiont (process ${instance.pid}) does not stop.`,
    `End it with: kill -9 ${instance.pid}. Its services end with it, and the next start ends its database.`,
  )
}

async function tell(instance: RunningInstance, progress: Progress, signal: AbortSignal): Promise<boolean> {
  if (!instance.control) return false
  try {
    await requestOperation(instance.control, { action: 'stop', services: 'all' }, progress, signal)
    return true
  } catch (error) {
    if (error instanceof SupervisorSilentError) return false
    throw error
  }
}
