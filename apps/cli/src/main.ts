import { fileURLToPath } from 'node:url'
import { run } from './run.ts'
import { EXIT } from './shell/exit-codes.ts'

/** From `src/main.ts` as from `dist/main.js` the repository is three folders up. */
const built = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked a second time: end at once. Services end with us, and the next start ends the database.
    if (stopping.signal.aborted) process.exit(EXIT.interrupted)
    stopping.abort()
  })
}

// A closed terminal must not break off the stopping; a closed pipe (`semiont logs | head`) ends what would write on.
process.stderr.on('error', () => {})
process.stdout.on('error', () => stopping.abort())

process.exitCode = await run(process.argv.slice(2), {
  directory: process.cwd(),
  env: process.env,
  programs: {
    backend: built('apps/backend/dist/main.js'),
    frontend: built('apps/frontend/.next/standalone/apps/frontend/server.js'),
  },
  input: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stopping.signal,
  now: () => new Date(),
})
