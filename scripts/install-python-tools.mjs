// Installs what the checks need of the Python world, for machines where that should happen beside something else.
import './lib/node-version.mjs'
import { runScript } from './lib/progress.mjs'
import { ensurePythonTools, PYTHON_TOOLS } from './lib/python-tools.mjs'

await runScript(async () => {
  for (const kind of Object.keys(PYTHON_TOOLS)) await ensurePythonTools(kind)
})
