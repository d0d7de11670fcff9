// `npm run generate`: writes the files that are made from sources and committed. With --check it only compares.
import './lib/node-version.mjs'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { ensureCloudInstalled } from './lib/install.mjs'
import { runScript, ScriptError } from './lib/progress.mjs'
import { inRoot } from './lib/root.mjs'

const GENERATED = {
  'docs/aws-emulation.md': async () => {
    const { emulationPage } = await tsImport('../packages/cloud/src/emulated/emulation-page.ts', import.meta.url)
    return emulationPage()
  },
  'docs/aws-costs.md': async () => {
    await ensureCloudInstalled()
    const { costPage } = await tsImport('../packages/cloud/src/costs/cost-page.ts', import.meta.url)
    return costPage()
  },
  'docs/settings.md': async () => (await tsImport('@semiont/config', import.meta.url)).settingsPage(),
  'packages/config/generated/semiont.schema.json': () => settingsSchema('semiont.schema.json'),
  'packages/config/generated/environment.schema.json': () => settingsSchema('environment.schema.json'),
  'packages/contract/generated/openapi.json': async () => {
    const { endpoints, openApiDocument } = await tsImport('@semiont/contract', import.meta.url)
    const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
    return `${JSON.stringify(openApiDocument(endpoints, { version }), null, 2)}\n`
  },
}

async function settingsSchema(name) {
  const { settingsJsonSchemas } = await tsImport('@semiont/config', import.meta.url)
  return `${JSON.stringify(settingsJsonSchemas()[name], null, 2)}\n`
}

/** Folders that hold nothing but what is generated: name of the file to content. */
const GENERATED_FOLDERS = {
  'docs/commands': async () => {
    const { commandPages } = await tsImport('../apps/cli/src/documentation/command-pages.ts', import.meta.url)
    return commandPages()
  },
}

await runScript(async () => {
  const checking = process.argv.includes('--check')
  const stale = []
  const settle = (path, content) => {
    if (read(path) === content) return
    if (checking) stale.push(path)
    else if (content === undefined) remove(path)
    else write(path, content)
  }
  for (const [path, make] of Object.entries(GENERATED)) settle(path, await make())
  for (const [folder, make] of Object.entries(GENERATED_FOLDERS)) {
    const files = await make()
    for (const name of new Set([...files.keys(), ...list(folder)])) settle(join(folder, name), files.get(name))
  }
  if (stale.length > 0)
    throw new ScriptError(`Not up to date: ${stale.join(', ')}. Run npm run generate and commit the result.`)
})

function read(path) {
  try {
    return readFileSync(inRoot(path), 'utf8')
  } catch {
    return undefined
  }
}

function list(folder) {
  try {
    return readdirSync(inRoot(folder))
  } catch {
    return []
  }
}

function remove(path) {
  rmSync(inRoot(path))
  console.log(`removed ${path}`)
}

function write(path, content) {
  mkdirSync(dirname(inRoot(path)), { recursive: true })
  writeFileSync(inRoot(path), content)
  console.log(`wrote ${path}`)
}
