import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { list, object, text } from '../json.ts'
import { type Installation, startInstallation } from './start-installation.ts'

let installation: Installation

beforeAll(async () => {
  installation = await startInstallation()
})

afterAll(async () => await installation?.stop())

async function outputOf(name: string): Promise<string> {
  return installation.aws.stacks.get('SemiontInfraStack').outputs.get(name) ?? ''
}

async function query(instance: string, question: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: await installation.aws.machines.databaseUrl(instance) })
  await client.connect()
  try {
    const { rows } = await client.query<{ value: unknown }>(question)
    return rows.map(({ value }) => value)
  } finally {
    await client.end()
  }
}

async function backUp(ResourceArn: string): Promise<string> {
  const order = { BackupVaultName: await outputOf('BackupVaultName'), ResourceArn, IamRoleArn: 'arn:aws:iam::1:role/x' }
  const { BackupJobId } = await installation.aws.calls.call('backup:start_backup_job', order)
  const job = await installation.aws.calls.call('backup:describe_backup_job', { BackupJobId: text(BackupJobId) })
  expect(job).toMatchObject({ State: 'COMPLETED' })
  return text(job['RecoveryPointArn'])
}

const source = { SourceDBInstanceIdentifier: 'semiont-database', UseLatestRestorableTime: true }

describe('a backup', () => {
  it('of the database is another database when it is restored, with what was there', async () => {
    await query('semiont-database', 'create table kept (value int)')
    await query('semiont-database', 'insert into kept values (1)')
    const point = await backUp('arn:aws:rds:eu-central-1:123456789012:db:semiont-database')
    await query('semiont-database', 'insert into kept values (2)')
    await installation.aws.calls.call('rds:restore_db_instance_from_db_snapshot', {
      DBInstanceIdentifier: 'copy',
      DBSnapshotIdentifier: point.slice(point.indexOf('awsbackup:')),
    })
    expect(await query('copy', 'select value from kept')).toEqual([1])
    expect(await query('semiont-database', 'select value from kept')).toEqual([1, 2])
  })

  it('of files is another file system when it is restored', async () => {
    const id = await outputOf('EFSFileSystemId')
    const { FileSystems } = await installation.aws.calls.call('efs:describe_file_systems', { FileSystemId: id })
    writeFileSync(join(installation.aws.machines.folderOf(id), 'kept'), 'one')
    const point = await backUp(text(object(list(FileSystems)[0])['FileSystemArn']))
    const { RestoreJobId } = await installation.aws.calls.call('backup:start_restore_job', {
      RecoveryPointArn: point,
      Metadata: {
        'file-system-id': id,
        newFileSystem: 'true',
        PerformanceMode: 'generalPurpose',
        CreationToken: 'copy',
      },
    })
    const job = await installation.aws.calls.call('backup:describe_restore_job', { RestoreJobId: text(RestoreJobId) })
    const copy = text(job['CreatedResourceArn']).split('/').at(-1) ?? ''
    expect(copy).not.toBe(id)
    expect(readFileSync(join(installation.aws.machines.folderOf(copy), 'kept'), 'utf8')).toBe('one')
  })
})

it('a moment of the database is a database of its own, and can be removed', async () => {
  const TargetDBInstanceIdentifier = 'moment'
  await installation.aws.calls.call('rds:restore_db_instance_to_point_in_time', {
    ...source,
    TargetDBInstanceIdentifier,
  })
  expect(await query('moment', 'select value from kept')).toEqual([1, 2])
  const copy = { DBInstanceIdentifier: 'moment', SkipFinalSnapshot: true }
  const unprotected = { DBInstanceIdentifier: 'moment', DeletionProtection: false }
  await installation.aws.calls.call('rds:modify_db_instance', unprotected)
  await installation.aws.calls.call('rds:delete_db_instance', copy)
  await expect(query('moment', 'select 1 as value')).rejects.toThrow(/DBInstanceNotFound/)
})
