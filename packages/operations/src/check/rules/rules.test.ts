import { describe, expect, it } from 'vitest'
import type { CertificateFact } from '../facts/certificates.ts'
import type { EventsFact } from '../facts/events.ts'
import type { HealthProbe } from '../facts/health.ts'
import type { JobsFact } from '../facts/jobs.ts'
import type { SignInFact } from '../facts/sign-in.ts'
import { brief, judgingWith } from '../testing/judging.ts'
import { judgeBackups } from './backups.ts'
import { judgeBlobs } from './blobs.ts'
import { judgeCertificate } from './certificates.ts'
import { judgeEvents } from './events.ts'
import { judgeHealth } from './health.ts'
import { judgeJobs } from './jobs.ts'
import { judgeClock } from './machine.ts'
import { judgeMigrations } from './migrations.ts'
import { judgeSecrets } from './secrets.ts'
import { judgeAudit } from './audit.ts'
import { judgeRequests } from './requests.ts'
import { judgeSignIn } from './sign-in.ts'

describe('health', () => {
  const probe: HealthProbe = {
    name: 'backend-1',
    service: 'backend',
    url: 'http://127.0.0.1:4001/api/health',
    status: 200,
    milliseconds: 12,
    error: null,
    database: 'ok',
    pendingMigrations: [],
  }
  it.each<[string, Partial<HealthProbe>, string[]]>([
    ['well', {}, []],
    ['no answer', { status: null, error: 'ECONNREFUSED' }, ['critical health.unreachable']],
    ['without its database', { status: 503, database: 'unavailable' }, ['critical health.database']],
    ['waiting for a migration', { status: 503, pendingMigrations: ['x 0001'] }, ['critical health.failing']],
    ['slow', { milliseconds: 1500 }, ['warning health.slow']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeHealth([{ ...probe, ...change }], judgingWith()))).toEqual(expected)
  })
})

describe('jobs', () => {
  const jobs: JobsFact = {
    queued: 3,
    running: 1,
    failed: 0,
    oldestSeconds: 5,
    stuck: [],
    lastFailure: null,
    parked: 0,
    oldestParked: null,
  }
  const parked = {
    subscription: 'search',
    type: 'resource.added',
    streamId: 'res_1',
    version: 1,
    error: 'no such thing',
  }
  it.each<[string, Partial<JobsFact>, string[]]>([
    ['in order', {}, []],
    ['too many', { queued: 1001 }, ['warning jobs.queued']],
    ['one that waits too long', { oldestSeconds: 3600 }, ['warning jobs.waiting']],
    ['given up', { failed: 2, lastFailure: { task: 'a', error: 'b', attempts: 25 } }, ['warning jobs.failed']],
    ['parked events', { parked: 2, oldestParked: parked }, ['warning events.parked']],
    ['in work for hours', { stuck: [{ task: 'a', seconds: 7200, by: 'w' }] }, ['warning jobs.stuck']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeJobs({ ...jobs, ...change }, judgingWith()))).toEqual(expected)
  })
})

describe('the event log', () => {
  const log: EventsFact = {
    intact: true,
    damage: null,
    rewritten: 0,
    events: 100,
    verified: 100,
    complete: true,
    protected: true,
    verifiedLog: null,
  }
  it.each<[string, Partial<EventsFact>, string[]]>([
    ['whole', {}, []],
    [
      'with an edited event',
      { intact: false, damage: { streamId: 'res_1', version: 3, reason: 'edited' } },
      ['critical events.damaged'],
    ],
    ['with its newest events removed', { intact: false, rewritten: 2 }, ['critical events.rewritten']],
    ['without protection', { protected: false }, ['critical events.unprotected']],
    ['verified in part', { verified: 10, complete: false }, ['info events.unverified']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeEvents({ ...log, ...change }, judgingWith()))).toEqual(expected)
  })
})

describe('a certificate', () => {
  const certificate: CertificateFact = {
    host: 'semiont.example.org',
    port: 443,
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2026-04-01T00:00:00.000Z',
    issuer: 'An authority',
    untrusted: null,
    wrongName: null,
  }
  it.each<[string, Partial<CertificateFact>, string[]]>([
    ['in order', {}, []],
    ['expired', { validTo: '2026-01-30T00:00:00.000Z' }, ['critical certificate.expired']],
    ['about to expire', { validTo: '2026-02-10T00:00:00.000Z' }, ['warning certificate.expiring']],
    ['not valid yet', { validFrom: '2026-02-10T00:00:00.000Z' }, ['critical certificate.not-yet-valid']],
    ['for another name', { wrongName: 'is for example.com' }, ['critical certificate.wrong-name']],
    ['of nobody known', { untrusted: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, ['warning certificate.untrusted']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeCertificate({ ...certificate, ...change }, judgingWith()))).toEqual(expected)
  })
})

it('a database ahead of the program, or behind it, or of another branch', () => {
  const one = [{ packageName: '@semiont/backend', id: '0001_first' }]
  const judge = (change: object) =>
    brief(judgeMigrations({ applied: one, pending: [], unknown: [], edited: [], ...change }, judgingWith()))
  expect(judge({})).toEqual([])
  expect(judge({ pending: one })).toEqual(['critical migrations.pending'])
  expect(judge({ unknown: one })).toEqual(['critical migrations.unknown'])
  expect(judge({ edited: one })).toEqual(['critical migrations.edited'])
})

it('documents that changed, are gone, or cannot be read', () => {
  const judge = (change: object) =>
    brief(judgeBlobs({ looked: 4, all: false, damaged: [], missing: [], unreadable: [], ...change }, judgingWith()))
  expect(judge({})).toEqual([])
  expect(judge({ damaged: ['a'], missing: ['b'], unreadable: ['c'] })).toEqual([
    'critical storage.damaged',
    'critical storage.lost',
    'critical storage.unreadable',
  ])
})

it('a backup is expected, and not older than the limit', () => {
  const judge = (at: string | null) =>
    brief(
      judgeBackups(
        { directory: '/b', archives: 1, newest: at === null ? null : { name: 'a', at, bytes: 1 } },
        judgingWith(),
      ),
    )
  expect(judge(null)).toEqual(['info backup.none'])
  expect(judge('2026-01-31T00:00:00.000Z')).toEqual([])
  expect(judge('2026-01-29T00:00:00.000Z')).toEqual(['warning backup.old'])
})

it('clocks differ by what the limit allows, in both directions', () => {
  const judge = (databaseAhead: number | null, writtenAhead: number | null = null) =>
    brief(judgeClock({ databaseAhead, writtenAhead }, judgingWith()))
  expect(judge(0.2)).toEqual([])
  expect(judge(-6)).toEqual(['warning clock.skewed'])
  expect(judge(6)).toEqual(['warning clock.skewed'])
  expect(judge(null, 3600)).toEqual(['warning clock.skewed'])
  expect(judge(null, -3600)).toEqual([])
})

it('a folder of secrets that others may look into', () => {
  expect(judgeSecrets({ reviews: [], openFolder: '/s' }, judgingWith())[0]).toMatchObject({
    id: 'secret.open-folder',
    next: `chmod -R go= '/s'`,
  })
})

describe('the restriction of sign-in to domains', () => {
  const fact: SignInFact = { providers: 1, allowedDomains: ['example.com'], runningDomains: null, probes: [] }
  const probe = { email: 'probe@evil.example', kind: 'other domain', expected: false, admitted: true }
  it.each<[string, Partial<SignInFact>, string[]]>([
    ['as configured', { runningDomains: ['Example.com'] }, []],
    ['letting a stranger in', { probes: [probe] }, ['critical sign-in.open']],
    [
      'refusing whom it should admit',
      { probes: [{ ...probe, expected: true, admitted: false }] },
      ['critical sign-in.closed'],
    ],
    ['other than that of the running backend', { runningDomains: ['old.example'] }, ['warning sign-in.outdated']],
    ['that names a mail provider for everyone', { allowedDomains: ['Gmail.com'] }, ['warning sign-in.anybody']],
    ['that names nobody', { allowedDomains: [] }, ['warning sign-in.nobody']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeSignIn({ ...fact, ...change }, judgingWith()))).toEqual(expected)
  })
})

it('a changed record of the audit trail is named', () => {
  const firstBad = { sequence: 7, line: 7, damage: 'edited', explanation: 'its hash does not fit' } as const
  const judge = (bad: typeof firstBad | null) =>
    judgeAudit({ intact: !bad, records: 9, firstBad: bad, incompleteBytes: 0, last: null }, judgingWith())
  expect(judge(null)).toEqual([])
  expect(judge(firstBad)[0]).toMatchObject({ id: 'audit.damaged', next: 'semiont audit verify' })
})

describe('the requests of the last minutes', () => {
  it.each<[string, object, string[]]>([
    ['well', {}, []],
    ['that fail', { errors: 5 }, ['warning requests.failing']],
    ['that are slow', { p95: 2000 }, ['warning requests.slow']],
    ['too few to judge', { requests: 5, errors: 5, p95: 2000 }, []],
  ])('%s', (_what, change, expected) => {
    const services = [{ service: 'backend' as const, requests: 100, errors: 0, p95: 80, ...change }]
    expect(brief(judgeRequests({ minutes: 10, services, slowQueries: 0 }, judgingWith()))).toEqual(expected)
  })

  it('name the queries that the database has logged as slow', () => {
    const [finding] = judgeRequests({ minutes: 10, services: [], slowQueries: 3 }, judgingWith())
    expect(finding).toMatchObject({
      severity: 'info',
      next: 'semiont logs --service database --grep duration --since 10m',
    })
  })
})
