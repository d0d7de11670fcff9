import type { Judging } from '../define-check.ts'
import type { JobsFact } from '../facts/jobs.ts'
import type { FoundHere } from '../report.ts'
import { count, duration } from '../words.ts'

/** The worker keeps up, finishes what it takes, and gives nothing up. */
export function judgeJobs(fact: JobsFact, judging: Judging): FoundHere[] {
  return [...judgeStuck(fact, judging), ...judgeWaiting(fact, judging), ...judgeFailed(fact, judging)]
}

export function describeJobs({ queued, running, failed }: JobsFact): string {
  return `${queued} waiting, ${running} running, ${failed} failed`
}

function judgeStuck({ stuck }: JobsFact, { command, settings }: Judging): FoundHere[] {
  const [oldest] = stuck
  if (!oldest) return []
  const limit = settings.monitoring.thresholds.jobOldestMinutes
  return [
    {
      id: 'jobs.stuck',
      severity: 'warning',
      subject: 'worker',
      message: `${count(stuck.length, 'job')} in work for longer than ${limit} min, ${oldest.task} for ${duration(oldest.seconds * 1000)}.`,
      cause: 'The worker that took it hangs, or was killed in the middle.',
      confidence: 'likely',
      evidence: stuck
        .slice(0, 5)
        .map(({ task, seconds, by }) => `${task}, ${duration(seconds * 1000)}, taken by ${by}`),
      next: command('restart --service worker'),
    },
  ]
}

function judgeWaiting({ queued, oldestSeconds }: JobsFact, { command, settings }: Judging): FoundHere[] {
  const { jobsQueued, jobOldestMinutes } = settings.monitoring.thresholds
  const oldestMs = (oldestSeconds ?? 0) * 1000
  const tooOld = oldestMs > jobOldestMinutes * 60_000
  if (queued <= jobsQueued && !tooOld) return []
  return [
    {
      id: tooOld ? 'jobs.waiting' : 'jobs.queued',
      severity: 'warning',
      subject: 'worker',
      message: `${count(queued, 'job')} waiting, the oldest for ${duration(oldestMs)}.`,
      cause: tooOld ? 'No worker takes jobs.' : 'More work comes in than the worker gets done.',
      confidence: 'possible',
      evidence: [`limits: ${jobsQueued} jobs, ${jobOldestMinutes} min`],
      next: command(tooOld ? 'restart --service worker' : 'watch metrics'),
    },
  ]
}

function judgeFailed({ failed, lastFailure, parked, oldestParked }: JobsFact, { command }: Judging): FoundHere[] {
  const logs = command('logs --service worker --level error --since 1d')
  const findings: FoundHere[] = []
  if (failed > 0)
    findings.push({
      id: 'jobs.failed',
      severity: 'warning',
      subject: 'worker',
      message: `${count(failed, 'job')} given up${lastFailure ? `, ${lastFailure.task} last` : ''}.`,
      cause: lastFailure?.error || 'The reason was not kept.',
      confidence: lastFailure?.error ? 'certain' : 'possible',
      evidence: lastFailure ? [`${lastFailure.task}, ${lastFailure.attempts} attempts: ${lastFailure.error}`] : [],
      next: logs,
    })
  if (oldestParked)
    findings.push({
      id: 'events.parked',
      severity: 'warning',
      subject: 'worker',
      message: `${count(parked, 'event')} could not be handled by ${oldestParked.subscription} and put aside.`,
      cause: oldestParked.error,
      confidence: 'certain',
      evidence: [`${oldestParked.type}, stream ${oldestParked.streamId}, version ${oldestParked.version}`],
      next: logs,
    })
  return findings
}
