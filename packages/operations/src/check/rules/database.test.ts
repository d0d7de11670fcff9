import { describe, expect, it } from 'vitest'
import type { DatabaseFact, DatabaseState } from '../facts/database.ts'
import type { NoContact } from '../facts/database-contact.ts'
import { brief, judgingWith } from '../testing/judging.ts'
import { judgeDatabase } from './database.ts'

const state: DatabaseState = {
  version: '17.10',
  connections: 10,
  maximum: 100,
  bytes: 10_000_000,
  slow: [],
  idleInTransaction: [],
  replicas: [],
  isReplica: false,
  transactionAge: 1_000_000,
  slowStatements: null,
  connectMs: 5,
}
const given = (change: Partial<DatabaseState>): DatabaseFact => ({ reached: true, ...state, ...change })
const query = { pid: 7, milliseconds: 90_000, application: 'semiont', query: 'select 1', blockedBy: [] }

describe('a database that answers', () => {
  it.each<[string, Partial<DatabaseState>, string[]]>([
    ['in order', {}, []],
    ['with most connections in use', { connections: 80 }, ['warning database.connections']],
    ['with hardly a connection left', { connections: 98 }, ['critical database.connections']],
    ['with a query that runs long', { slow: [query] }, ['warning database.slow-queries']],
    [
      'with statements that are slow on average',
      { slowStatements: [{ query: 'select 1', calls: 20, meanMs: 900 }] },
      ['info database.slow-statements'],
    ],
    ['with a transaction left open', { idleInTransaction: [query] }, ['warning database.idle-in-transaction']],
    [
      'with a replica that lags',
      { replicas: [{ name: 'standby', state: 'streaming', lagSeconds: 300 }] },
      ['warning database.replication'],
    ],
    ['with a replica up to date', { replicas: [{ name: 'standby', state: 'streaming', lagSeconds: null }] }, []],
    ['near the end of its transaction ids', { transactionAge: 1_500_000_000 }, ['critical database.wraparound']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeDatabase(given(change), judgingWith()))).toEqual(expected)
  })

  it('with a query that waits for a lock names who holds it', () => {
    const [finding] = judgeDatabase(given({ slow: [{ ...query, blockedBy: [12] }] }), judgingWith())
    expect(finding).toMatchObject({ cause: expect.stringContaining('process 12'), confidence: 'certain' })
  })

  it('keeps to the limits of the environment', () => {
    const judging = judgingWith(({ monitoring }) => (monitoring.thresholds.databaseConnectionsPercent = 5))
    expect(brief(judgeDatabase(given({}), judging))).toEqual(['warning database.connections'])
  })
})

describe('a database that does not', () => {
  it.each<[NoContact, boolean, string, RegExp]>([
    ['refused', false, 'database.unreachable', /^semiont check --service database$/],
    ['refused', true, 'database.unreachable', /^semiont stop && semiont start$/],
    ['starting', true, 'database.unreachable', /^semiont check --service database$/],
    ['stopped', true, 'database.unreachable', /^semiont stop && semiont start$/],
    ['wrong-password', true, 'database.wrong-password', /^semiont stop && semiont start$/],
    ['wrong-password', false, 'database.wrong-password', /^DATABASE_URL=.*127\.0\.0\.1:5432.* semiont start$/],
    ['no-such-database', false, 'database.missing', /^DATABASE_URL=/],
    ['port-taken', true, 'database.port-taken', /^semiont stop && semiont start$/],
    ['too-many-connections', true, 'database.connections', /^semiont restart$/],
    ['timeout', false, 'database.unreachable', /^semiont check --service database --verbose$/],
  ])('because of %s (embedded: %s) is %s', (why, embedded, id, next) => {
    const contact = { reached: false, why, embedded, address: '127.0.0.1:5432', detail: 'what it said' } as const
    const findings = judgeDatabase({ reached: false, contact }, judgingWith())
    expect(brief(findings)).toEqual([`critical ${id}`])
    expect(findings[0]?.next).toMatch(next)
    expect(findings[0]?.evidence.join()).toContain('what it said')
  })
})
