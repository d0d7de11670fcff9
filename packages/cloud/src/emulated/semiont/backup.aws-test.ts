import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { list, text } from '../json.ts'
import { type Installation, startInstallation } from './start-installation.ts'

let installation: Installation

beforeAll(async () => {
  installation = await startInstallation({ database: 'migrated' })
  const { outputs } = installation.aws.stacks.get('SemiontInfraStack')
  writeFileSync(join(installation.aws.machines.folderOf(outputs.get('EFSFileSystemId') ?? ''), 'document'), 'bytes')
})

afterAll(async () => await installation?.stop())

const semiont = async (...args: string[]) => await installation.semiont(args)

async function databases(): Promise<string[]> {
  const { DBInstances } = await installation.aws.calls.call('rds:describe_db_instances')
  return list(DBInstances).map(({ DBInstanceIdentifier }) => text(DBInstanceIdentifier))
}

async function fileSystems(): Promise<number> {
  const { FileSystems } = await installation.aws.calls.call('efs:describe_file_systems')
  return list(FileSystems).length
}

describe('semiont backup on AWS', () => {
  it('says that there is none yet, and what it would make', async () => {
    expect((await semiont('backup', 'list')).stdout).toContain('The vault semiont holds no complete backup yet.')
    expect((await semiont('verify')).stderr).toContain('holds no complete backup of the database')
    expect((await semiont('backup', '--dry-run')).stdout).toContain('Would make a recovery point of the database')
    expect(installation.aws.vault.points).toEqual([])
  })

  it('refuses what the vault decides by itself', async () => {
    const said = await semiont('backup', '--keep', '3')
    expect(said.code).toBe(2)
    expect(said.stderr).toContain('The vault lets nobody remove what is in it')
  })

  it('makes a recovery point of the database and then one of the files, and lists both as one backup', async () => {
    const said = await semiont('backup', '--json')
    expect(said).toMatchObject({ code: 0 })
    const { name } = said.json<{ name: string }>()
    expect(name).toMatch(/^semiont-production-\d{8}T\d{6}Z$/)
    expect(installation.aws.vault.points.map(({ kind }) => kind)).toEqual(['RDS', 'EFS'])
    expect(installation.aws.vault.points.map(({ deleteAfterDays }) => deleteAfterDays)).toEqual([35, 35])
    const listed = await semiont('backup', 'list', '--json')
    expect(listed.json<{ backups: object[] }>().backups).toMatchObject([{ name, filesAreOlder: false }])
  })

  it('ends with 4 and the reason when AWS Backup fails', async () => {
    installation.aws.vault.failsWith = 'The key is disabled.'
    const said = await semiont('backup')
    installation.aws.vault.failsWith = undefined
    expect(said.code).toBe(4)
    expect(said.stderr).toContain('ended as failed: The key is disabled.')
  })
})

describe('semiont restore on AWS', () => {
  it('says beforehand what it takes, and restores nothing then', async () => {
    const said = await semiont('restore', await newest(), '--dry-run')
    expect(said).toMatchObject({ code: 0 })
    expect(said.stdout).toMatch(
      /into a new instance semiont-restored-\w+ \(db\.t4g\.small, 20 GB\), the files into a new/,
    )
    expect(said.stdout).toMatch(/takes 10 to \d+ minutes, and costs as much/)
    expect(await databases()).toEqual(['semiont-database'])
  })

  it('M-088: restores beside what runs, verifies the events of the copy, and says how to change over', async () => {
    const said = await semiont('restore', await newest(), '--json')
    expect(said).toMatchObject({ code: 0 })
    const report = said.json<{ copy: { name: string; files: string }; log: { events: number }; switch: string[] }>()
    expect(report.log).toEqual({ events: expect.any(Number) as number, findings: [] })
    expect(await databases()).toEqual(expect.arrayContaining(['semiont-database', report.copy.name]))
    expect(await fileSystems()).toBe(2)
    expect(report.switch[0]).toBe('semiont stop --environment production')
    expect(report.switch.join('\n')).toContain(`--new-db-instance-identifier semiont-database`)
    await installation.aws.calls.call('efs:delete_file_system', { FileSystemId: report.copy.files })
  })

  it('restores any moment that the log of the database reaches', async () => {
    const said = await semiont('restore', '--to-time', new Date(Date.now() - 600_000).toISOString(), '--json')
    expect(said.stderr).toContain('Began the database semiont-restored-')
    expect(said.json<{ log: { events: number } }>().log.events).toEqual(expect.any(Number))
  })

  it('knows no backup of another name, and names the newest', async () => {
    const said = await semiont('restore', 'semiont-production-20200101T000000Z')
    expect(said.code).toBe(2)
    expect(said.stderr).toContain(`The newest is ${await newest()}`)
  })
})

describe('M-049: semiont verify on AWS', () => {
  it('restores the newest backup into a copy, verifies it, and removes the copy', async () => {
    const before = [await databases(), await fileSystems()]
    const said = await semiont('verify', '--json')
    expect(said).toMatchObject({ code: 0 })
    expect(said.json()).toMatchObject({ sound: true, findings: [], left: [], events: expect.any(Number) as number })
    expect([await databases(), await fileSystems()]).toEqual(before)
  })

  it('does not call sound what nobody could verify, and removes the copy all the same', async () => {
    const before = [await databases(), await fileSystems()]
    installation.aws.fargate.trouble('semiont-bootstrap', { stopsWith: 'CannotPullContainerError: no such image' })
    const said = await semiont('verify')
    installation.aws.fargate.clearTrouble()
    expect(said.code).toBe(4)
    expect(said.stdout).toContain('The events of the restored database were not verified')
    expect([await databases(), await fileSystems()]).toEqual(before)
  })
})

async function newest(): Promise<string> {
  const { backups } = (await semiont('backup', 'list', '--json')).json<{ backups: { name: string }[] }>()
  return backups[0]?.name ?? ''
}
