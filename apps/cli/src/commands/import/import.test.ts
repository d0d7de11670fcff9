import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEnvironment, openSecretStore } from '@semiont/config'
import { type Installation, startInstallation } from '@semiont/operations/local'
import { createTestDatabase, type TestDatabase } from '@semiont/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type BundledBackend, bundleBackend } from '../../testing/bundle-backend.ts'
import { fixtureService, semiont } from '../../testing/semiont.ts'

let directory: string
let backend: BundledBackend
let programs: { backend: string; frontend: string }
let database: TestDatabase
let installation: Installation | undefined

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-exchange-'))
  backend = await bundleBackend()
  programs = { backend: backend.program, frontend: fixtureService }
  database = await createTestDatabase()
  await writeFile(join(directory, 'semiont.json'), '{}')
  const environment = await loadEnvironment(directory, 'local')
  installation = await startInstallation({
    environment,
    secrets: openSecretStore(environment),
    programs,
    port: 0,
    databaseUrl: database.url,
    report: { stepDone: () => {}, serviceChanged: () => {} },
    signal: new AbortController().signal,
  })
  await mkdir(join(directory, 'letters'))
  await writeFile(join(directory, 'letters', 'one.txt'), 'Anna met Bo in Oslo.\n')
  await writeFile(join(directory, 'letters', 'one.ann'), 'T1\tCorrespondent 0 4\tAnna\nT2\tCorrespondent 9 99\tBo\n')
})

afterAll(async () => {
  await installation?.stop()
  await database.drop()
  await backend.remove()
  await rm(directory, { recursive: true, force: true })
})

const run = (...args: string[]) => semiont(args, { directory, programs, env: { DATABASE_URL: database.url } })

it('says beforehand what it would do', async () => {
  const { stdout, code } = await run('import', 'letters', '--dry-run')
  expect(stdout).toContain('Would add 1 document and 1 annotation to the collection letters, which would be made.')
  expect(code).toBe(4)
})

it('imports a folder, names what failed on the way, and ends as partly done', async () => {
  const { stdout, stderr, code } = await run('import', 'letters')
  expect(stdout).toContain('Added 1 document and 1 annotation in the collection letters, which is new')
  expect(stdout).toContain('New entity types: Correspondent.')
  expect(stderr).toContain('one.txt: one.ann, line 2: 9-99 is no passage of the text')
  expect(code).toBe(4)
})

it('leaves out what is here when it is run again, and stands in the audit trail', async () => {
  await writeFile(join(directory, 'letters', 'one.ann'), 'T1\tCorrespondent 0 4\tAnna\nT2\tCorrespondent 9 11\tBo\n')
  const again = await run('import', 'letters', '--json')
  expect(again.json().data).toMatchObject({
    documents: { created: 0, skipped: 1 },
    annotations: { created: 1, skipped: 1 },
  })
  expect(again.code).toBe(0)
  const { stdout } = await run('audit', 'show', '--command', 'import')
  expect(stdout).toContain('"annotations":{"created":1')
})

it('exports into a folder and to standard output', async () => {
  const folder = await run('export', '--collection', 'letters', '--format', 'brat', '--to', 'out')
  expect(folder.stdout).toMatch(/^Wrote 1 documents with 2 annotations as brat to .*out\.\n$/)
  expect(await readdir(join(directory, 'out'))).toEqual(['one.ann', 'one.txt'])
  const piped = await run('export', '--format', 'conll', '--to', '-')
  expect(piped.stdout).toContain('Anna\tB-Correspondent\nmet\tO\n')
  expect(piped.stdout).not.toContain('Wrote')
})

it('refuses what is not there before anything is changed', async () => {
  const missing = await run('import', 'nowhere')
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('There is no')])
})
