import { isAlive, type ProcessIdentity } from './process-identity.ts'
import { waitUntil } from './wait-until.ts'

/** Ends a process that is not our child: asks with `signal`, and after `grace` milliseconds insists with `last`. */
export async function endProcess(
  identity: ProcessIdentity,
  { signal, grace, last = 'SIGKILL' }: { signal: NodeJS.Signals; grace: number; last?: NodeJS.Signals },
): Promise<boolean> {
  if (!isAlive(identity)) return true
  send(identity.pid, signal)
  if (await waitUntil(() => !isAlive(identity), { timeout: grace })) return true
  send(identity.pid, last)
  return await waitUntil(() => !isAlive(identity), { timeout: 5000 })
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // Gone between the look and the signal: that is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
