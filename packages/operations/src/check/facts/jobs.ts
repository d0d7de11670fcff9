import { NotApplicable, type Subject } from '../subject.ts'
import { connectedClient } from './database.ts'
import type { Questions } from './database-contact.ts'

export interface JobsFact {
  /** Ready to run now and waiting. */
  readonly queued: number
  readonly running: number
  /** Given up after their last attempt. */
  readonly failed: number
  readonly oldestSeconds: number | null
  readonly stuck: readonly { readonly task: string; readonly seconds: number; readonly by: string }[]
  readonly lastFailure: { readonly task: string; readonly error: string; readonly attempts: number } | null
  /** Events that a follower of the log could not handle. */
  readonly parked: number
  readonly oldestParked: {
    readonly subscription: string
    readonly type: string
    readonly streamId: string
    readonly version: number
    readonly error: string
  } | null
}

export async function gatherJobs(subject: Subject): Promise<JobsFact> {
  const { client } = await connectedClient(subject)
  const { rows } = await client.query<{ jobs: boolean; parked: boolean }>(
    `select to_regclass('graphile_worker.jobs') is not null as jobs,
       to_regclass('event_store.parked_events') is not null as parked`,
  )
  const known = rows[0]
  if (!known?.jobs && !known?.parked) throw new NotApplicable('there are no jobs yet')
  const { jobOldestMinutes } = subject.environment.settings.monitoring.thresholds
  return {
    ...(known.jobs ? await readJobs(client, jobOldestMinutes) : NO_JOBS),
    ...(known.parked ? await readParked(client) : { parked: 0, oldestParked: null }),
  }
}

type Jobs = Omit<JobsFact, 'parked' | 'oldestParked'>
const NO_JOBS: Jobs = { queued: 0, running: 0, failed: 0, oldestSeconds: null, stuck: [], lastFailure: null }

async function readJobs(client: Questions, stuckAfterMinutes: number): Promise<Jobs> {
  const { rows } = await client.query<{ jobs: Jobs }>(
    `with jobs as materialized (
       select *, locked_at is null and attempts < max_attempts as waiting from graphile_worker.jobs)
     select json_build_object(
       'queued', count(*) filter (where waiting and run_at <= now()),
       'running', count(*) filter (where locked_at is not null),
       'failed', count(*) filter (where locked_at is null and attempts >= max_attempts),
       'oldestSeconds', extract(epoch from now() - min(run_at) filter (where waiting and run_at <= now())),
       'stuck', (select coalesce(json_agg(json_build_object('task', task_identifier, 'by', coalesce(locked_by, ''),
           'seconds', extract(epoch from now() - locked_at)) order by locked_at), '[]')
         from jobs where locked_at < now() - $1::float8 * interval '1 minute'),
       'lastFailure', (select json_build_object('task', task_identifier, 'attempts', attempts,
           'error', split_part(coalesce(last_error, ''), E'\\n', 1))
         from jobs where locked_at is null and attempts >= max_attempts order by updated_at desc limit 1)
     ) as jobs from jobs`,
    [stuckAfterMinutes],
  )
  return rows[0]?.jobs ?? NO_JOBS
}

async function readParked(client: Questions): Promise<Pick<JobsFact, 'parked' | 'oldestParked'>> {
  const { rows } = await client.query<Pick<JobsFact, 'parked' | 'oldestParked'>>(
    `select count(*)::int as parked, (
       select json_build_object('subscription', subscription, 'type', type, 'streamId', stream_id, 'version', version,
         'error', split_part(error, E'\\n', 1))
       from event_store.parked_events order by parked_at limit 1) as "oldestParked"
     from event_store.parked_events`,
  )
  return rows[0] ?? { parked: 0, oldestParked: null }
}
