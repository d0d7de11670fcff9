import { NotApplicable, type Subject } from '../subject.ts'
import type { DatabaseContact, Questions } from './database-contact.ts'

export interface RunningQuery {
  readonly pid: number
  readonly milliseconds: number
  readonly application: string
  /** The first characters. */
  readonly query: string
  /** Processes whose locks it waits for. */
  readonly blockedBy: readonly number[]
}

export interface DatabaseState {
  readonly version: string
  readonly connections: number
  readonly maximum: number
  readonly bytes: number
  readonly slow: readonly RunningQuery[]
  /** Transactions left open without doing anything, longer than five minutes. */
  readonly idleInTransaction: readonly Omit<RunningQuery, 'blockedBy'>[]
  readonly replicas: readonly { readonly name: string; readonly state: string; readonly lagSeconds: number | null }[]
  readonly isReplica: boolean
  /** The oldest unfrozen transaction; at 2^31 the server refuses to write. */
  readonly transactionAge: number
  /** Statements that are slow on average; null without pg_stat_statements. */
  readonly slowStatements: readonly { readonly query: string; readonly calls: number; readonly meanMs: number }[] | null
  readonly connectMs: number
}

export type DatabaseFact =
  | { readonly reached: false; readonly contact: Extract<DatabaseContact, { reached: false }> }
  | ({ readonly reached: true } & DatabaseState)

export async function gatherDatabase(subject: Subject): Promise<DatabaseFact> {
  const contact = await subject.database()
  if (!contact.reached) {
    await assertExpected(subject, contact)
    return { reached: false, contact }
  }
  const { slowQueryMs } = subject.environment.settings.monitoring.thresholds
  const state = await readState(contact.client, slowQueryMs)
  subject.samples.note({ databaseBytes: state.bytes })
  return {
    reached: true,
    ...state,
    slowStatements: await readSlowStatements(contact.client, slowQueryMs),
    connectMs: Math.round(contact.milliseconds),
  }
}

/** The embedded server stops with the application: that is no finding beside the one that everything is stopped. */
async function assertExpected(subject: Subject, { why, embedded }: { why: string; embedded: boolean }): Promise<void> {
  if (!embedded) return
  const { running } = await subject.status()
  if (!running && why === 'stopped') throw new NotApplicable('stopped with Semiont; look inside with --deep')
  if (!running && why === 'not-made') throw new NotApplicable('not made yet')
  if (running && why === 'not-made')
    throw new Error('Semiont runs on a database of its own: set DATABASE_URL as for semiont start')
}

/** @throws NotApplicable when there is no connection: the check of the database says why */
export async function connectedClient(subject: Subject): Promise<{ client: Questions; url: string }> {
  const contact = await subject.database()
  if (contact.reached) return contact
  throw new NotApplicable('the database cannot be asked')
}

const ACTIVITY = `pid, application_name as application, left(regexp_replace(query, '\\s+', ' ', 'g'), 160) as query`

/** One round trip. @see https://www.postgresql.org/docs/17/monitoring-stats.html */
const STATE = `
  select json_build_object(
    'version', current_setting('server_version'),
    'connections', (select count(*) from pg_stat_activity where backend_type = 'client backend'),
    'maximum', current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
    'bytes', pg_database_size(current_database()),
    'slow', (select coalesce(json_agg(s), '[]') from (
      select ${ACTIVITY}, round(extract(epoch from clock_timestamp() - query_start) * 1000)::float8 as milliseconds,
        pg_blocking_pids(pid) as "blockedBy"
      from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
        and backend_type = 'client backend' and query_start < clock_timestamp() - $1::float8 * interval '1 millisecond'
      order by query_start limit 5) s),
    'idleInTransaction', (select coalesce(json_agg(s), '[]') from (
      select ${ACTIVITY}, round(extract(epoch from clock_timestamp() - state_change) * 1000)::float8 as milliseconds
      from pg_stat_activity
      where datname = current_database() and state like 'idle in transaction%'
        and state_change < clock_timestamp() - interval '5 minutes'
      order by state_change limit 5) s),
    'replicas', (select coalesce(json_agg(json_build_object('name', application_name, 'state', coalesce(state, 'unknown'),
      'lagSeconds', extract(epoch from replay_lag))), '[]') from pg_stat_replication),
    'isReplica', pg_is_in_recovery(),
    'transactionAge', (select max(age(datfrozenxid)) from pg_database where datallowconn)
  ) as state`

async function readState(
  client: Questions,
  slowQueryMs: number,
): Promise<Omit<DatabaseState, 'slowStatements' | 'connectMs'>> {
  const { rows } = await client.query<{ state: Omit<DatabaseState, 'slowStatements' | 'connectMs'> }>(STATE, [
    slowQueryMs,
  ])
  const [row] = rows
  if (!row) throw new Error('the database gave no answer')
  return row.state
}

async function readSlowStatements(client: Questions, slowQueryMs: number): Promise<DatabaseState['slowStatements']> {
  const found = await client.query<{ known: boolean }>(`select to_regclass('pg_stat_statements') is not null as known`)
  if (!found.rows[0]?.known) return null
  const { rows } = await client.query<{ query: string; calls: number; meanMs: number }>(
    `select left(regexp_replace(query, '\\s+', ' ', 'g'), 160) as query, calls::int as calls, mean_exec_time as "meanMs"
     from pg_stat_statements s join pg_database d on d.oid = s.dbid and d.datname = current_database()
     where calls >= 10 and mean_exec_time > $1 order by total_exec_time desc limit 3`,
    [slowQueryMs],
  )
  return rows
}
