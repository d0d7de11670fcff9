import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { findProjectProblems, planProject } from './create-project.ts'
import { settingsJsonSchemas } from './json-schema.ts'
import { loadEnvironment } from './load-environment.ts'
import { listSettings } from './setting-schema.ts'
import { settingsPage } from './settings-page.ts'

const answers = {
  name: 'Stadtarchiv Köln',
  adminEmail: 'ada@example.org',
  domains: ['example.org'],
  schemaFolder: 'node_modules/@semiont/config/generated',
}
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'semiont-project-'))
})

afterEach(() => rm(directory, { recursive: true }))

const textOf = async (file: string) => await readFile(join(directory, file), 'utf8')

it('makes a project whose environments are valid, also for editors, and can run side by side', async () => {
  await (await planProject(directory, answers)).write()
  expect(await findProjectProblems(directory)).toEqual([])
  const environments = await Promise.all(
    ['local', 'staging', 'production'].map(async (name) => (await loadEnvironment(directory, name)).settings),
  )
  expect(new Set(environments.map(({ services }) => services.frontDoor.port)).size).toBe(3)
  expect(environments.map(({ maintenance }) => maintenance.enforceWindows)).toEqual([false, false, true])
  expect(environments[1]?.services.backend.replicas).toBe(environments[2]?.services.backend.replicas)
  expect(environments[0]?.site).toMatchObject({ name: 'Stadtarchiv Köln', oauthAllowedDomains: ['example.org'] })

  const schemas = settingsJsonSchemas()
  const ajv = new Ajv({ strict: false, validateFormats: false })
  for (const file of [
    'semiont.json',
    ...['local', 'staging', 'production'].map((name) => `environments/${name}.json`),
  ]) {
    const content = JSON.parse(await textOf(file)) as { $schema: string }
    const validate = ajv.compile(schemas[content.$schema.split('/').at(-1) ?? ''] as object)
    expect([validate(content), validate.errors]).toEqual([true, null])
  }
  expect(JSON.parse(await textOf('semiont.json'))).toMatchObject({
    $schema: './node_modules/@semiont/config/generated/semiont.schema.json',
    project: 'stadtarchiv-koln',
  })
  expect(JSON.parse(await textOf('environments/local.json'))).toMatchObject({
    $schema: '../node_modules/@semiont/config/generated/environment.schema.json',
  })
})

it('tells editors what is wrong', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(
    settingsJsonSchemas()['environment.schema.json'] as object,
  )
  expect(validate({ services: { frontDor: {} } })).toBe(false)
  expect(validate({ services: { backend: { replicas: 17 } } })).toBe(false)
  expect(validate({ security: { oidc: { providers: [{ id: 'google' }] } } })).toBe(false)
  expect(validate({ maintenance: { notices: { email: { to: ['a@example.org'] } } } })).toBe(true)
})

it('keeps what is there, unless it is to be replaced, and writes nothing before it is asked to', async () => {
  await writeFile(join(directory, 'semiont.json'), '{"project": "mine"}')
  await writeFile(join(directory, '.gitignore'), 'node_modules/')
  const plan = await planProject(directory, answers)
  expect(plan.files).toContainEqual({ file: 'semiont.json', action: 'keep' })
  expect(await textOf('.gitignore')).toBe('node_modules/')
  await plan.write()
  expect(await textOf('semiont.json')).toBe('{"project": "mine"}')
  expect(await textOf('.gitignore')).toBe('node_modules/\n.semiont/\nbackups/\n')
  const again = await planProject(directory, answers, { replace: true })
  expect(again.files.map(({ action }) => action)).toEqual(['replace', 'replace', 'replace', 'replace', 'keep'])
  await again.write()
  expect(JSON.parse(await textOf('semiont.json'))).toMatchObject({ project: 'stadtarchiv-koln' })
})

it('refuses answers that make no valid project', async () => {
  await expect(planProject(directory, { ...answers, domains: ['@example.org'] })).rejects.toThrow(/without @/)
  await expect(planProject(directory, { ...answers, adminEmail: 'ada' })).rejects.toThrow(/adminEmail/)
})

it('names every setting on its page, with what it takes and its default', () => {
  const page = settingsPage()
  expect(page).toContain('| `services.backend.replicas` | number | `1` | How many processes of it run side by side. |')
  expect(page).toContain('| `logs.level` | `debug`, `info`, `warn`, `error` | `"info"` |')
  for (const { path, kind } of listSettings()) if (kind !== 'section') expect(page).toContain(`| \`${path}\` |`)
})
