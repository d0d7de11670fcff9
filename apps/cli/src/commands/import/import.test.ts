import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SmallInstallation, startSmallInstallation } from '../../testing/small-installation.ts'

let installation: SmallInstallation
let directory: string

beforeAll(async () => {
  installation = await startSmallInstallation()
  directory = installation.directory
  await mkdir(join(directory, 'letters'))
  await writeFile(join(directory, 'letters', 'one.txt'), 'Anna met Bo in Oslo.\n')
  await writeFile(join(directory, 'letters', 'one.ann'), 'T1\tCorrespondent 0 4\tAnna\nT2\tCorrespondent 9 99\tBo\n')
})

afterAll(async () => await installation?.end())

const run = (...args: string[]) => installation.run(...args)

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
