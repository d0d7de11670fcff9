import { awsSchema } from '@semiont/config'
import { describe, expect, it } from 'vitest'
import type { DatabaseInstance } from '../../../aws/clients/rds.ts'
import type { FileSystem } from '../../../aws/clients/efs.ts'
import { brief, judgingWith, NOW } from '../../testing/judging.ts'
import type { DatabaseInstanceFact } from '../facts/database-instance.ts'
import type { FileSystemFact } from '../facts/file-system.ts'
import type { RecoveryPointsFact } from '../facts/recovery-points.ts'
import type { KeptSecret } from '../facts/rotation.ts'
import { describeDatabaseInstance, judgeDatabaseInstance } from './database-instance.ts'
import { describeFileSystem, judgeFileSystem } from './file-system.ts'
import { judgeRecoveryPoints } from './recovery-points.ts'
import { judgeRotation } from './rotation.ts'

const HOUR_MS = 3_600_000
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS)
const ahead = (days: number) => ago(-24 * days)
const GIB = 1024 ** 3

describe('the database', () => {
  const instance: DatabaseInstance = {
    identifier: 'semiont-database',
    arn: 'arn:aws:rds:eu-central-1:1:db:semiont-database',
    status: 'available',
    engine: 'postgres',
    engineVersion: '17.9',
    instanceClass: 'db.t4g.small',
    endpoint: 'semiont-database.eu-central-1.rds.amazonaws.com',
    port: 5432,
    multiAz: false,
    encrypted: true,
    deletionProtection: true,
    allocatedGb: 20,
    maximumGb: 100,
    backupRetentionDays: 14,
    backupWindow: '02:00-04:00',
    maintenanceWindow: 'sun:04:30-sun:05:30',
    latestRestorableTime: ago(0.1),
    insights: true,
    pendingChanges: [],
    certificateAuthority: 'rds-ca-rsa2048-g1',
    certificateValidTill: ahead(300),
    resourceId: 'db-1',
    createdAt: ago(900),
  }
  const given = (change: Partial<DatabaseInstance>, seen: Partial<DatabaseInstanceFact> = {}) => ({
    identifier: 'semiont-database',
    instance: { ...instance, ...change },
    freeBytes: 12 * GIB,
    connections: 10,
    cpuPercent: 12,
    ...seen,
  })
  it.each<[string, DatabaseInstanceFact, string[]]>([
    ['in order', given({}), []],
    ['that is not there', given({}, { instance: null }), ['critical database.no-instance']],
    ['that is stopped', given({ status: 'stopped' }), ['critical database.status']],
    ['that is being backed up', given({ status: 'backing-up' }), []],
    ['whose change waits', given({ pendingChanges: ['engineVersion'] }), ['info database.pending']],
    ['with little room that grows', given({}, { freeBytes: GIB }), ['warning database.storage-low']],
    ['with little room', given({ maximumGb: 20 }, { freeBytes: GIB }), ['critical database.storage-full']],
    ['with many connections', given({}, { connections: 64 }), ['warning database.connections']],
    ['that is busy', given({}, { cpuPercent: 93 }), ['warning database.busy']],
    ['without backups', given({ backupRetentionDays: 0 }), ['critical database.no-backups']],
    ['whose log is behind', given({ latestRestorableTime: ago(3) }), ['warning database.log-behind']],
    ['that can be deleted', given({ deletionProtection: false }), ['warning database.unprotected']],
    ['of another size', given({ instanceClass: 'db.t4g.micro' }), ['warning database.not-as-configured']],
    ['with an old certificate', given({ certificateValidTill: ahead(10) }), ['warning database.certificate']],
    ['with an ended certificate', given({ certificateValidTill: ago(24) }), ['critical database.certificate']],
  ])('%s', (_what, fact, expected) => {
    expect(brief(judgeDatabaseInstance(fact, judgingWith()))).toEqual(expected)
  })

  it('without the standby that is configured', () => {
    const judging = judgingWith((settings) => {
      settings.aws = awsSchema.parse({ database: { multiAz: true } })
    })
    const [finding] = judgeDatabaseInstance(given({}), judging)
    expect(finding).toMatchObject({ id: 'database.not-as-configured', message: expect.stringContaining('no standby') })
  })

  it('says what is not known of it instead of leaving it out', () => {
    const fact = given({}, { freeBytes: null, connections: null, cpuPercent: null })
    expect(judgeDatabaseInstance(fact, judgingWith())).toEqual([])
    expect(describeDatabaseInstance(fact)).toContain('free storage not known, connections not known, CPU not known')
  })
})

describe('the file system', () => {
  const system: FileSystem = {
    id: 'fs-1',
    arn: 'arn:aws:elasticfilesystem:eu-central-1:1:file-system/fs-1',
    state: 'available',
    bytes: 5_000_000_000,
    bytesStandard: null,
    bytesInfrequentAccess: null,
    bytesMeteredAt: null,
    performanceMode: 'generalPurpose',
    throughputMode: 'elastic',
    provisionedMibps: null,
    encrypted: true,
    mountTargets: 2,
  }
  const target = (zone: string, state = 'available') => ({ id: zone, state, zone, subnetId: 's', address: null })
  const fact: FileSystemFact = {
    id: 'fs-1',
    system,
    mountTargets: [target('a'), target('b')],
    zones: 2,
    growthPerDay: 40_000_000,
    ioPercent: 3,
    burstCreditBytes: null,
  }
  it.each<[string, Partial<FileSystemFact>, string[]]>([
    ['in order', {}, []],
    ['that is not there', { system: null }, ['critical files.missing']],
    ['that is being deleted', { system: { ...system, state: 'deleting' } }, ['critical files.state']],
    ['out of reach in a zone', { mountTargets: [target('a')] }, ['warning files.unreachable']],
    ['out of reach', { mountTargets: [target('a', 'error')] }, ['critical files.unreachable']],
    ['at its limit', { ioPercent: 97 }, ['warning files.busy']],
    ['without credit', { burstCreditBytes: 5 * GIB }, ['warning files.credit-low']],
    ['of another mode', { system: { ...system, throughputMode: 'bursting' } }, ['warning files.not-as-configured']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeFileSystem({ ...fact, ...change }, judgingWith()))).toEqual(expected)
  })

  it('is told with its bytes and their growth', () => {
    expect(describeFileSystem(fact)).toBe('available, 5.0 GB (40 MB more a day), 2 mount targets, elastic')
  })
})

describe('backups', () => {
  const copies = (newest: string | null) =>
    (['database', 'storage'] as const).map((of) => ({ of, newest, count: newest === null ? 0 : 3 }))
  const fact: RecoveryPointsFact = {
    vault: 'semiont',
    copies: copies(ago(10).toISOString()),
    snapshotAt: ago(9).toISOString(),
    since: ago(900).toISOString(),
  }
  it.each<[string, Partial<RecoveryPointsFact>, string[]]>([
    ['of today', {}, []],
    ['too old', { copies: copies(ago(40).toISOString()) }, ['warning backup.old', 'warning backup.old']],
    ['never made', { copies: copies(null) }, ['warning backup.none', 'warning backup.none']],
    [
      'of an installation of today',
      { copies: copies(null), since: ago(2).toISOString(), snapshotAt: null },
      ['info backup.none', 'info backup.none'],
    ],
    ['without a snapshot', { snapshotAt: null }, ['warning backup.no-snapshot']],
    ['with an old snapshot', { snapshotAt: ago(50).toISOString() }, ['warning backup.no-snapshot']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeRecoveryPoints({ ...fact, ...change }, judgingWith()))).toEqual(expected)
  })
})

describe('the secret of the database', () => {
  const secret = {
    name: 'semiont/database',
    rotationEnabled: true,
    lastRotatedAt: ago(24 * 10),
    lastChangedAt: ago(24 * 10),
    nextRotationAt: ahead(20),
    deletedAt: null,
  }
  const kept: KeptSecret = { name: secret.name, rotates: true, secret, hasCurrent: true, halfRotated: false }
  const judge = (change: Partial<KeptSecret>) =>
    judgeRotation({ secrets: [{ ...kept, ...change }], everyDays: 30 }, judgingWith())
  it.each<[string, Partial<KeptSecret>, string[]]>([
    ['that is changed in time', {}, []],
    ['that is not there', { secret: null }, ['critical secret.gone']],
    ['that is to be deleted', { secret: { ...secret, deletedAt: ago(1) } }, ['critical secret.gone']],
    ['without a current version', { hasCurrent: false }, ['critical secret.no-current']],
    ['whose change was not finished', { halfRotated: true }, ['warning secret.half-rotated']],
    ['that is not changed', { secret: { ...secret, rotationEnabled: false } }, ['warning secret.rotation-off']],
    ['that is overdue', { secret: { ...secret, lastRotatedAt: ago(24 * 40) } }, ['warning secret.rotation-overdue']],
    [
      'whose schedule AWS has given up',
      { secret: { ...secret, nextRotationAt: ago(24 * 5) } },
      ['warning secret.rotation-overdue'],
    ],
    ['that people change', { rotates: false, secret: { ...secret, rotationEnabled: false } }, []],
  ])('%s', (_what, change, expected) => {
    expect(brief(judge(change))).toEqual(expected)
  })
})
