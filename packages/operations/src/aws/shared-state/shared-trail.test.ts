import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { type Environment, stateDirectoryOf } from '@semiont/config'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AuditRecord, auditFilesOf, fileTrail, queryTrail } from '../../audit/index.ts'
import { anEntry } from '../../audit/testing/audit-entry-fixtures.ts'
import { openSharedTrail } from './shared-trail.ts'
import { type OperationsAccount, openOperationsAccount } from './testing/operations-account.ts'

let account: OperationsAccount
let machine: Environment
let said: string[]

beforeEach(async () => {
  account = await openOperationsAccount()
  machine = await account.newMachine()
  said = []
})

afterEach(() => account.end())

const trailOf = (environment: Environment) => openSharedTrail(environment, (text) => said.push(text))
async function recordsOf(environment: Environment): Promise<AuditRecord[]> {
  const records: AuditRecord[] = []
  for await (const record of trailOf(environment).read()) records.push(record)
  return records
}
const recordKey = (number: number) => `audit/records/${String(number).padStart(12, '0')}.json`

describe('the trail of an installation on AWS', () => {
  beforeEach(() => account.provision())

  it('is one chain for all machines, whoever appends', async () => {
    const other = await account.newMachine()
    const first = await trailOf(machine).append(anEntry())
    const second = await trailOf(other).append(anEntry({ actor: { user: 'bert', host: 'desk' } }))
    expect(second).toMatchObject({ sequence: 2, previousHash: first.hash })
    expect(await recordsOf(machine)).toEqual([first, second])
    expect(await trailOf(other).findHead()).toMatchObject({ sequence: 2, hash: second.hash })
    expect(await trailOf(machine).verify()).toMatchObject({ intact: true, records: 2 })
  })

  it('stays whole when machines append at once', async () => {
    const machines = [machine, await account.newMachine(), await account.newMachine()]
    await Promise.all(machines.flatMap((each) => [1, 2, 3, 4, 5].map(() => trailOf(each).append(anEntry()))))
    expect(await trailOf(machine).verify()).toMatchObject({ intact: true, records: 15 })
    expect(said).toEqual([])
  })

  it('shows when a record was edited, removed, or cut off, as in a file', async () => {
    for (const index of [1, 2, 3]) await trailOf(machine).append(anEntry({ details: { index } }))
    const damage = async () => (await trailOf(machine).verify())?.firstBad
    const [second = '', third = ''] = [2, 3].map((number) => account.objects.get(recordKey(number)))
    account.objects.set(recordKey(2), second.replace('"index":2', '"index":7'))
    expect(await damage()).toMatchObject({ sequence: 2, damage: 'edited' })
    account.objects.delete(recordKey(2))
    expect(await damage()).toMatchObject({ sequence: 2, damage: 'removed' })
    account.objects.set(recordKey(2), second)
    account.objects.delete(recordKey(3))
    expect(await damage()).toMatchObject({ sequence: 3, damage: 'truncated' })
    account.objects.set(recordKey(3), third)
    expect(await damage()).toBeNull()
  })

  it('does not depend on its head, which only says where to begin', async () => {
    for (const _ of [1, 2, 3]) await trailOf(machine).append(anEntry())
    account.objects.delete('audit/head.json')
    expect(await trailOf(machine).append(anEntry())).toMatchObject({ sequence: 4 })
    expect(await trailOf(machine).verify()).toMatchObject({ intact: true, records: 4 })
  })

  it('shows a command of another machine as begun, not as ended or dead', async () => {
    const begun = anEntry({
      outcome: 'started',
      actor: { user: 'bert', host: 'desk' },
      details: { process: { pid: 1, startToken: 'another-boot/17' } },
    })
    await trailOf(machine).append(begun)
    expect(await queryTrail(trailOf(machine))).toMatchObject([{ outcome: 'started' }])
  })

  it('takes a write whose answer was lost for done', async () => {
    account.server.trouble = 'loses an answer'
    await trailOf(machine).append(anEntry())
    expect(said).toEqual([])
    expect(await trailOf(machine).verify()).toMatchObject({ intact: true, records: 1 })
  })
})

describe('a record that cannot be written there', () => {
  beforeEach(async () => {
    account.provision()
    await trailOf(machine).append(anEntry({ details: { text: 'before' } }))
  })

  it('is kept here, told, and handed on by the next command', async () => {
    account.server.trouble = 'down'
    for (const text of ['one', 'two']) await trailOf(machine).append(anEntry({ details: { text } }))
    account.server.trouble = 'none'
    expect(said).toHaveLength(2)
    expect(await trailOf(machine).countWaiting()).toBe(2)
    expect((await recordsOf(machine)).map(({ details }) => details?.['text'])).toEqual(['before', 'one', 'two'])
    await trailOf(machine).append(anEntry({ details: { text: 'after' } }))
    const there = await recordsOf(await account.newMachine())
    expect(there.map(({ details }) => details?.['text'])).toEqual(['before', 'one', 'two', 'after'])
    expect(await trailOf(machine).countWaiting()).toBe(0)
    expect(await trailOf(machine).verify()).toMatchObject({ intact: true, records: 4 })
    const kept = await readdir(auditFilesOf(stateDirectoryOf(machine)).folder)
    expect(kept.filter((name) => name.endsWith('.jsonl'))).toEqual([expect.stringMatching(/^handed-on-2-/)])
  })

  it('is handed on once, also when it was written and the answer never came', async () => {
    account.server.trouble = 'dies after a write'
    await trailOf(machine).append(anEntry({ details: { text: 'lost' } }))
    await trailOf(machine).append(anEntry({ details: { text: 'later' } }))
    account.server.trouble = 'none'
    await trailOf(machine).append(anEntry({ details: { text: 'after' } }))
    const texts = (await recordsOf(machine)).map(({ details }) => details?.['text'])
    expect(texts).toEqual(['before', 'lost', 'later', 'after'])
    expect(said).toHaveLength(2)
  })

  it('that was edited while it waited does not look whole in the chain it is handed on to', async () => {
    account.server.trouble = 'down'
    for (const text of ['one', 'two']) await trailOf(machine).append(anEntry({ details: { text } }))
    account.server.trouble = 'none'
    const { trail } = auditFilesOf(stateDirectoryOf(machine))
    await writeFile(trail, (await readFile(trail, 'utf8')).replace('"one"', '"won"'))
    await trailOf(machine).append(anEntry())
    const repair = (await recordsOf(machine)).find(({ kind }) => kind === 'repair')
    expect(repair?.details).toMatchObject({ firstBad: { sequence: 1, damage: 'edited' } })
  })

  it('for want of the right to it keeps a command from beginning, and is kept of one that has begun', async () => {
    account.server.trouble = 'denied'
    await expect(trailOf(machine).append(anEntry({ outcome: 'started' }))).rejects.toMatchObject({ exitCode: 5 })
    await trailOf(machine).append(anEntry({ outcome: 'succeeded' }))
    expect(said).toEqual([expect.stringContaining('AWS denies s3:')])
  })

  it('is not doubted when its file was cut off in the middle of a write', async () => {
    account.server.trouble = 'down'
    await trailOf(machine).append(anEntry({ details: { text: 'one' } }))
    account.server.trouble = 'none'
    await appendFile(auditFilesOf(stateDirectoryOf(machine)).trail, '{"half')
    await trailOf(machine).append(anEntry({ details: { text: 'after' } }))
    expect(await trailOf(machine).verify()).toMatchObject({ intact: true, records: 3 })
  })
})

describe('before the first provision', () => {
  it('the trail is kept here, and becomes the beginning of the shared one, unchanged', async () => {
    const first = await trailOf(machine).append(anEntry())
    expect(await fileTrail(stateDirectoryOf(machine)).verify()).toMatchObject({ records: 1 })
    expect(await trailOf(machine).verify()).toMatchObject({ intact: true, records: 1 })
    account.provision()
    const second = await trailOf(machine).append(anEntry())
    expect(second.previousHash).toBe(first.hash)
    expect(await recordsOf(await account.newMachine())).toEqual([first, second])
    expect(said).toEqual([])
  })

  it('what another machine had recorded for itself follows when it first writes there', async () => {
    const other = await account.newMachine()
    await trailOf(machine).append(anEntry({ details: { text: 'here' } }))
    await trailOf(other).append(anEntry({ details: { text: 'there' } }))
    account.provision()
    await trailOf(machine).append(anEntry({ details: { text: 'first' } }))
    await trailOf(other).append(anEntry({ details: { text: 'second' } }))
    const texts = (await recordsOf(machine)).map(({ details }) => details?.['text'])
    expect(texts).toEqual(['here', 'first', 'there', 'second'])
    expect(await trailOf(other).verify()).toMatchObject({ intact: true, records: 4 })
  })

  it('there is nothing to verify before the first record', async () => {
    expect(await trailOf(machine).verify()).toBeUndefined()
    account.provision()
    expect(await trailOf(machine).verify()).toBeUndefined()
  })
})
