// `npm run generate`: writes the files that are made from sources and committed. With --check it only compares.
import './lib/node-version.mjs'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { runScript, ScriptError } from './lib/progress.mjs'
import { inRoot } from './lib/root.mjs'

const GENERATED = {
  'packages/contract/generated/openapi.json': async () => {
    const { endpoints, openApiDocument } = await tsImport('@semiont/contract', import.meta.url)
    const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'))
    return `${JSON.stringify(openApiDocument(endpoints, { version }), null, 2)}\n`
  },
}

await runScript(async () => {
  const stale = []
  for (const [path, make] of Object.entries(GENERATED)) {
    const content = await make()
    if (read(path) === content) continue
    if (process.argv.includes('--check')) stale.push(path)
    else write(path, content)
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

function write(path, content) {
  mkdirSync(dirname(inRoot(path)), { recursive: true })
  writeFileSync(inRoot(path), content)
  console.log(`wrote ${path}`)
}
