// `npm run schemathesis`: sends generated requests, valid and invalid ones, to every operation of the running backend and
// holds its answers against its own OpenAPI document. Options are handed on to schemathesis.
import './lib/node-version.mjs'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './lib/build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { oneAtATime } from './lib/one-at-a-time.mjs'
import { runScript, ScriptError } from './lib/progress.mjs'
import { ensurePythonTools } from './lib/python-tools.mjs'
import { inRoot } from './lib/root.mjs'
import { runShown } from './lib/run-command.mjs'

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
]
/** These end the session that the run is signed in with, or never end themselves. */
const LEFT_OUT = ['signOut', 'signOutEverywhere', 'endSession', 'setPassword', 'updateParticipant', 'live']

await runScript(async () => {
  await oneAtATime(async () => {
    await ensureInstalled()
    await ensureBuilt(['backend'])
  })
  const schemathesis = join(await ensurePythonTools('schemathesis'), 'schemathesis')
  const log = inRoot('node_modules', '.cache', 'semiont', 'schemathesis-backend.log')
  const { startTestBackend } = await import('./lib/test-backend.mjs')
  const backend = await startTestBackend(log)
  const notes = inRoot('node_modules', '.cache', 'semiont', 'schemathesis')
  mkdirSync(notes, { recursive: true })
  try {
    const code = await runShown(
      schemathesis,
      [
        'run',
        `${backend.url}/api/openapi.json`,
        `--header=Authorization: Bearer ${backend.accessToken}`,
        `--checks=${CHECKS.join(',')}`,
        ...LEFT_OUT.map((id) => `--exclude-operation-id=${id}`),
        // Not the coverage phase: for the open schema of a Web Annotation it does not come to an end.
        '--phases=examples,fuzzing',
        '--max-examples=10',
        '--no-shrink',
        '--max-failures=25',
        '--workers=2',
        '--seed=1',
        '--request-timeout=20',
        '--suppress-health-check=all',
        '--warnings=off',
        '--no-color',
        ...process.argv.slice(2),
      ],
      // It keeps notes for its next run in the folder where it runs.
      { cwd: notes },
    )
    if (!backend.isRunning())
      throw new ScriptError(`The backend ended during the run:\n${readFileSync(log, 'utf8').slice(-4000)}`)
    return code
  } finally {
    await backend.stop()
  }
})
