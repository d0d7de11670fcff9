import type { Judging } from '../define-check.ts'
import type { DatabaseFact, DatabaseState } from '../facts/database.ts'
import type { FoundHere } from '../report.ts'
import { bytes, count, duration } from '../words.ts'
import { judgeContact } from './database-contact.ts'

/** Autovacuum begins to hurry at 200 million; something holds it back when this is passed. */
const TRANSACTION_AGE = 1_000_000_000
const REPLICA_LAG_SECONDS = 60

export function judgeDatabase(fact: DatabaseFact, judging: Judging): FoundHere[] {
  if (!fact.reached) return [judgeContact(fact.contact, judging)]
  return [
    ...judgeConnections(fact, judging),
    ...judgeSlow(fact, judging),
    ...judgeIdle(fact, judging),
    ...judgeReplication(fact, judging),
    ...judgeAge(fact, judging),
  ]
}

export function describeDatabase(fact: DatabaseFact): string {
  if (!fact.reached) return fact.contact.detail
  const { version, connections, maximum, bytes: size, replicas } = fact
  const replication = replicas.length > 0 ? `, ${count(replicas.length, 'replica')}` : ''
  return `PostgreSQL ${version}, ${connections} of ${maximum} connections, ${bytes(size)}${replication}`
}

function judgeConnections({ connections, maximum }: DatabaseState, { settings, command }: Judging): FoundHere[] {
  const limit = settings.monitoring.thresholds.databaseConnectionsPercent
  const percent = Math.round((connections / maximum) * 100)
  if (percent < limit) return []
  return [
    {
      id: 'database.connections',
      severity: percent >= 97 ? 'critical' : 'warning',
      subject: 'database',
      message: `${connections} of ${maximum} connections are in use (${percent} %, limit ${limit} %).`,
      cause: 'Too many replicas for this pool size, or another program keeps connections open.',
      confidence: 'possible',
      evidence: [`database.poolSize ${settings.database.poolSize} in each process`],
      next: command(
        `configure set database.poolSize ${Math.max(2, Math.floor(settings.database.poolSize / 2))}`,
        'restart',
      ),
    },
  ]
}

function judgeSlow({ slow, slowStatements }: DatabaseState, { settings, command }: Judging): FoundHere[] {
  const limit = settings.monitoring.thresholds.slowQueryMs
  const findings: FoundHere[] = []
  const [oldest] = slow
  if (oldest) {
    const blockers = [...new Set(slow.flatMap(({ blockedBy }) => blockedBy))]
    findings.push({
      id: 'database.slow-queries',
      severity: 'warning',
      subject: 'database',
      message: `${count(slow.length, 'query', 'queries')} running for longer than ${limit} ms, the longest for ${duration(oldest.milliseconds)}.`,
      cause:
        blockers.length > 0
          ? `They wait for locks of process ${blockers.join(', ')} of the database.`
          : 'A large job, a missing index, or a busy machine.',
      confidence: blockers.length > 0 ? 'certain' : 'possible',
      evidence: slow.map(({ pid, milliseconds, query }) => `process ${pid}, ${duration(milliseconds)}: ${query}`),
      next: command('watch metrics'),
    })
  }
  if (slowStatements && slowStatements.length > 0)
    findings.push({
      id: 'database.slow-statements',
      severity: 'info',
      subject: 'database',
      message: `${count(slowStatements.length, 'statement')} slower than ${limit} ms on average.`,
      cause: 'They read more than they need, or an index is missing.',
      confidence: 'possible',
      evidence: slowStatements.map(({ meanMs, calls, query }) => `${Math.round(meanMs)} ms, ${calls} times: ${query}`),
      next: command('watch metrics'),
    })
  return findings
}

function judgeIdle({ idleInTransaction }: DatabaseState, { command }: Judging): FoundHere[] {
  const [oldest] = idleInTransaction
  if (!oldest) return []
  return [
    {
      id: 'database.idle-in-transaction',
      severity: 'warning',
      subject: 'database',
      message: `${count(idleInTransaction.length, 'transaction')} left open, the oldest for ${duration(oldest.milliseconds)}.`,
      cause: 'A program has begun a transaction and forgotten it; readers of the event log wait for it.',
      confidence: 'likely',
      evidence: idleInTransaction.map(({ pid, application, query }) => `process ${pid} ${application}: ${query}`),
      next: command('restart'),
    },
  ]
}

function judgeReplication({ replicas }: DatabaseState, { command }: Judging): FoundHere[] {
  const behind = replicas.filter(
    ({ state, lagSeconds }) => state !== 'streaming' || (lagSeconds ?? 0) > REPLICA_LAG_SECONDS,
  )
  if (behind.length === 0) return []
  return [
    {
      id: 'database.replication',
      severity: 'warning',
      subject: 'database',
      message: `${count(behind.length, 'replica')} of the database not up to date.`,
      cause: 'The connection to it is slow, or it was away.',
      confidence: 'possible',
      evidence: behind.map(({ name, state, lagSeconds }) => `${name}: ${state}, ${lagSeconds ?? '?'} s behind`),
      next: command('check --service database --verbose'),
    },
  ]
}

function judgeAge({ transactionAge }: DatabaseState, { command }: Judging): FoundHere[] {
  if (transactionAge < TRANSACTION_AGE) return []
  return [
    {
      id: 'database.wraparound',
      severity: 'critical',
      subject: 'database',
      message: `The oldest transaction is ${Math.round(transactionAge / 1e6)} million back; at 2,147 the database stops writing.`,
      cause: 'Autovacuum does not get through: a transaction left open, or a replication slot that nobody reads.',
      confidence: 'likely',
      evidence: [`age(datfrozenxid) ${transactionAge}`],
      next: command('restart'),
    },
  ]
}
