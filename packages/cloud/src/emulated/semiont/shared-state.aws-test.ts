import { mkdtempSync, rmSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { type Said, semiontOnAws } from './semiont-on-aws.ts'
import { type Installation, startInstallation } from './start-installation.ts'

const BUCKET = 'semiont-operations-123456789012-eu-central-1'

let installation: Installation
let desk: string

beforeAll(async () => {
  installation = await startInstallation()
  desk = mkdtempSync(join(tmpdir(), 'semiont-second-desk-'))
  for (const part of ['semiont.json', 'environments'])
    await cp(join(installation.folder, part), join(desk, part), { recursive: true })
})

afterEach(() => installation?.aws.faults.clear())

afterAll(async () => {
  await installation?.stop()
  rmSync(desk, { recursive: true, force: true })
})

/** Somebody else, in a copy of the project of their own. */
const elsewhere = async (...args: string[]): Promise<Said> =>
  await semiontOnAws(
    { folder: desk, variables: { ...installation.aws.variables, SEMIONT_ENV: 'production', SEMIONT_ACTOR: 'bert' } },
    args,
  )
const here = async (...args: string[]) =>
  await installation.semiont(args, { env: { SEMIONT_ACTOR: 'anna', AWS_MAX_ATTEMPTS: '2' } })

const objectKeys = async () => {
  const { Contents = [] } = await installation.aws.calls.call('s3:list_objects_v2', { Bucket: BUCKET })
  return (Contents as readonly { readonly Key: string }[]).map(({ Key }) => Key)
}

it('the bucket is an output of the infrastructure stack', async () => {
  const query = "Stacks[0].Outputs[?OutputKey=='OperationsBucketName'].OutputValue"
  const line = `aws cloudformation describe-stacks --stack-name SemiontInfraStack --query "${query}" --output text`
  expect((await installation.type(line)).stdout.trim()).toBe(BUCKET)
})

it('what one person changes is in the trail and the journal of everyone', async () => {
  expect(await here('restart', '--service', 'worker')).toMatchObject({ code: 0 })
  expect(await elsewhere('journal', 'add', 'Looked at the alarms')).toMatchObject({ code: 0 })
  for (const audit of [await here('audit'), await elsewhere('audit')]) {
    expect(audit.stdout).toMatch(/anna \(as .+\) {2}semiont restart --service=worker {2}succeeded/)
    expect(audit.stdout).toMatch(/bert \(as .+\) {2}noted: Looked at the alarms/)
  }
  const { stdout, code } = await elsewhere('audit', 'verify')
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^The audit trail is whole: 3 records\./)])
  expect(await objectKeys()).toEqual([
    'audit/head.json',
    ...[1, 2, 3].map((number) => `audit/records/${String(number).padStart(12, '0')}.json`),
    'deploy-lock.json',
  ])
})

it('while one changes the installation, others do not', async () => {
  installation.aws.fargate.trouble('semiont-worker', { noCapacity: true })
  const first = here('restart', '--service', 'worker', '--timeout', '50s')
  const held = async () => {
    const found = await installation.type(`aws s3 cp s3://${BUCKET}/deploy-lock.json -`)
    return found.stdout.includes('restart --service=worker')
  }
  await expect.poll(held, { timeout: 20_000 }).toBe(true)
  const refused = await elsewhere('restart', '--service', 'backend')
  expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining('--steal-lock "<reason>"')])
  installation.aws.fargate.clearTrouble()
  expect(await first).toMatchObject({ code: 0 })
  expect(await elsewhere('restart', '--service', 'backend')).toMatchObject({ code: 0 })
})

it('a record that does not get there is kept, told, and handed on by the next command', async () => {
  installation.aws.faults.unreachable('s3')
  const kept = await here('journal', 'add', 'Offline')
  expect(kept.code).toBe(0)
  expect(kept.stderr).toContain('This record is kept on this machine')
  expect((await here('audit', 'verify')).code).toBe(4)
  installation.aws.faults.clear()
  const waiting = await here('audit', 'verify')
  expect([waiting.code, waiting.stdout]).toEqual([
    4,
    expect.stringContaining('1 record is on this machine alone as yet'),
  ])
  await here('journal', 'add', 'Online')
  expect((await elsewhere('journal')).stdout).toMatch(/noted: Offline\n.+noted: Online\n$/)
  expect(await elsewhere('audit', 'verify')).toMatchObject({ code: 0 })
})

it('nothing is changed without the lock, nor by someone who may not write to the trail', async () => {
  installation.aws.faults.unreachable('s3')
  const unlocked = await here('restart', '--service', 'worker')
  expect([unlocked.code, unlocked.stderr]).toEqual([4, expect.stringContaining('AWS did not answer s3:')])
  installation.aws.faults.clear()
  installation.aws.faults.deny('s3')
  const denied = await here('restart', '--service', 'worker')
  expect([denied.code, denied.stderr]).toEqual([5, expect.stringContaining('AWS denies s3:')])
})

it('a record that was edited there is found', async () => {
  const Key = 'audit/records/000000000001.json'
  const file = join(desk, 'record.json')
  await installation.type(`aws s3 cp s3://${BUCKET}/${Key} ${file}`)
  await installation.type(`sed -i s/anna/carl/ ${file} && aws s3 cp ${file} s3://${BUCKET}/${Key}`)
  const { code, stdout } = await here('audit', 'verify')
  expect([code, stdout]).toEqual([3, expect.stringContaining('record 1 (line 1) was edited')])
})
