import { describe, expect, it } from 'vitest'
import type { RecoveryPoint } from '../clients/backup.ts'
import type { DatabaseInstance } from '../clients/rds.ts'
import { copyName, expectedMinutes, momentsOf } from './moments.ts'
import { snapshotOf } from './restore-copy.ts'
import { judgeLog } from './review-copy.ts'
import { switchSteps } from './switch-steps.ts'
import { databaseFindings, filesFindings } from './verdict.ts'

const point = (kind: string, at: string, status = 'COMPLETED'): RecoveryPoint => ({
  arn: `${kind} of ${at}`,
  resourceArn: kind,
  kind,
  status,
  createdAt: new Date(`2026-11-${at}:00Z`),
  bytes: 1,
  encrypted: true,
  keyArn: null,
  endsAt: null,
})

describe('the moments of a vault', () => {
  const moments = (...points: RecoveryPoint[]) =>
    momentsOf(points, 'production').map(({ name, files, filesAreOlder }) => [name, files?.arn, filesAreOlder])

  it('pair a database with the files of the next moment, newest first', () => {
    const points = [
      point('RDS', '23T02:15'),
      point('EFS', '23T02:20'),
      point('RDS', '24T02:15'),
      point('EFS', '24T02:40'),
    ]
    expect(moments(...points, point('EFS', '24T02:10'))).toEqual([
      ['semiont-production-20261124T021500Z', 'EFS of 24T02:40', false],
      ['semiont-production-20261123T021500Z', 'EFS of 23T02:20', false],
    ])
  })

  it('say when the files are older than the database, or are not there', () => {
    expect(moments(point('RDS', '24T02:15'), point('EFS', '24T02:10'))[0]?.slice(1)).toEqual(['EFS of 24T02:10', true])
    expect(moments(point('RDS', '24T02:15'), point('EFS', '22T02:10'))[0]?.slice(1)).toEqual([undefined, false])
  })

  it('leave out what is not complete', () => {
    expect(moments(point('RDS', '24T02:15', 'PARTIAL'), point('RDS', '24T03:15', 'DELETING'))).toEqual([])
  })
})

it('names copies as RDS allows it', () => {
  expect(copyName('restored', new Date('2026-11-24T02:15:03.500Z'))).toBe('semiont-restored-20261124t021503z')
})

it('expects more time the more there is to be read', () => {
  expect(expectedMinutes(0)).toEqual({ least: 10, most: 30 })
  expect(expectedMinutes(100e9).most).toBe(80)
})

it('finds the snapshot that a recovery point is, and refuses what is none', () => {
  expect(snapshotOf('arn:aws:rds:eu-central-1:123456789012:snapshot:awsbackup:job-17')).toBe('awsbackup:job-17')
  expect(() => snapshotOf('arn:aws:backup:eu-central-1:123456789012:recovery-point:17')).toThrow(
    'not a snapshot of RDS',
  )
})

describe('what is wrong with a copy', () => {
  const copy = { status: 'available', engine: 'postgres', encrypted: true, allocatedGb: 20 } as DatabaseInstance

  it('is nothing when it is there as it should be', () => {
    expect(databaseFindings(copy, copy)).toEqual([])
    expect(judgeLog({ intact: true, events: 7, damage: null })).toEqual({ events: 7, findings: [] })
  })

  it('is each thing that is not', () => {
    const bad = { ...copy, status: 'incompatible-restore', engine: 'mysql', encrypted: false, allocatedGb: 0 }
    expect(databaseFindings(bad, copy)).toHaveLength(4)
    expect(databaseFindings(undefined, copy)).toEqual(['The restored database is not there.'])
    expect(filesFindings(undefined)).toEqual(['The restored file system is not there.'])
  })

  it('is a log that was changed, or that nobody could read', () => {
    const damage = { streamId: 'resource-1', version: 3, reason: 'its hash differs' }
    expect(judgeLog({ events: 7, damage }).findings).toEqual([
      'Event 3 of resource-1 is not as it was written: its hash differs.',
    ])
    expect(judgeLog('nonsense')).toMatchObject({ events: null, findings: [expect.stringContaining('not verified')] })
  })
})

it('changes names over in an order in which neither is used twice, and keeps the database so far', () => {
  const steps = switchSteps({
    environment: 'production',
    database: 'semiont-database',
    copy: 'semiont-restored-20261124t021503z',
    files: 'fs-1',
    copiedFiles: 'fs-2',
    backupRetentionDays: 14,
  })
  const renames = steps.flatMap(
    (line) => /identifier (\S+) --new-db-instance-identifier (\S+)/.exec(line)?.slice(1) ?? [],
  )
  expect(renames).toEqual([
    'semiont-database',
    'semiont-database-before-20261124t021503z',
    'semiont-restored-20261124t021503z',
    'semiont-database',
  ])
  expect(steps[0]).toBe('semiont stop --environment production')
  expect(steps.join('\n')).toContain('fs-2')
})
