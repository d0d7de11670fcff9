// `npm run bench`: names the benchmarks. `npm run bench -- start` runs bench/start/run.ts.
import './lib/node-version.mjs'
import { existsSync, readdirSync } from 'node:fs'
import { runScript, ScriptError } from './lib/progress.mjs'
import { inRoot } from './lib/root.mjs'
import { runShown } from './lib/run-command.mjs'

await runScript(async () => {
  const names = readdirSync(inRoot('bench')).filter((name) => existsSync(inRoot('bench', name, 'run.ts')))
  const [name, ...args] = process.argv.slice(2)
  if (name === undefined) {
    console.log(`Benchmarks: ${names.join(', ')}. Run one with: npm run bench -- <name>`)
    return 0
  }
  if (!names.includes(name)) throw new ScriptError(`There is no benchmark "${name}". There are: ${names.join(', ')}.`)
  return await runShown(process.execPath, ['--import', 'tsx', inRoot('bench', name, 'run.ts'), ...args])
})
