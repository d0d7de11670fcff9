import { setTimeout as delay } from 'node:timers/promises'
import { IncompleteError } from '../../errors.ts'
import type { Progress } from '../../platform/platform.ts'
import type { JobState } from '../clients/backup.ts'

export interface Waiting {
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Between two questions, milliseconds. */
  readonly everyMilliseconds: number
  /** The longest to wait for all of it. */
  readonly patienceMilliseconds: number
}

/** AWS Backup and RDS take minutes to hours. */
export const USUAL_WAITING = { everyMilliseconds: 15_000, patienceMilliseconds: 6 * 3_600_000 } as const

const ENDED_BADLY = ['ABORTED', 'ABORTING', 'FAILED', 'EXPIRED', 'PARTIAL']

/**
 * Waits until a job of AWS Backup is done. @param what as in `The backup of the database`
 * @throws IncompleteError when it failed, or goes on longer than anybody waits
 */
export async function awaitJob<Job extends JobState>(
  what: string,
  ask: () => Promise<Job>,
  waiting: Waiting,
): Promise<Job> {
  return await awaitState(waiting, what, async () => {
    const job = await ask()
    if (job.status === 'COMPLETED') return { done: job }
    if (ENDED_BADLY.includes(job.status))
      throw new IncompleteError(
        `${what} (job ${job.id}) ended as ${job.status.toLowerCase()}: ${job.message ?? 'AWS Backup gives no reason'}`,
        'Nothing of the installation was changed. Begin it again when the reason is gone.',
      )
    return { state: `${job.status.toLowerCase()}${job.percent === null ? '' : `, ${job.percent} %`}` }
  })
}

type Step<Result> = { readonly done: Result } | { readonly state: string }

/** Says what the state is whenever it changes. */
export async function awaitState<Result>(
  { progress, signal, everyMilliseconds, patienceMilliseconds }: Waiting,
  what: string,
  look: () => Promise<Step<Result>>,
): Promise<Result> {
  const until = performance.now() + patienceMilliseconds
  let said = ''
  for (;;) {
    signal.throwIfAborted()
    const step = await look()
    if ('done' in step) return step.done
    if (step.state !== said) progress.step(`${what}: ${step.state}.`)
    said = step.state
    if (performance.now() > until)
      throw new IncompleteError(
        `${what} is not done yet (${step.state}).`,
        'It goes on in AWS by itself. Look at it there: aws backup list-backup-jobs, aws backup list-restore-jobs',
      )
    await delay(everyMilliseconds, undefined, { signal })
  }
}
