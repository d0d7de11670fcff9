import { fileURLToPath } from 'node:url'
import { run } from './run.ts'
import { ClosedPipeError } from './shell/ended-early.ts'
import { EXIT } from './shell/exit-codes.ts'

/** From `src/main.ts` as from `dist/main.js` the repository is three folders up. */
const built = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** npm hands on the Ctrl-C that the terminal has sent to us as well: within this it is one. */
const SAME_ASKING_MILLISECONDS = 500
const PATIENCE_MILLISECONDS = 3000

const stopping = new AbortController()
let askedAt: number | undefined
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (askedAt === undefined) {
      askedAt = performance.now()
      // What runs a program passes the same signal on to it.
      stopping.abort(Object.assign(new DOMException('Asked to stop', 'AbortError'), { signal }))
      const say = () => process.stderr.write('Still putting things in order. Ctrl-C again ends at once.\n')
      setTimeout(say, PATIENCE_MILLISECONDS).unref()
    } else if (performance.now() - askedAt > SAME_ASKING_MILLISECONDS) {
      // Services end with us, and the next start ends the database.
      process.exit(EXIT.interrupted)
    }
  })
}

// A closed terminal must not break off the stopping; a closed pipe (`semiont logs | head`) ends what would write on.
process.stderr.on('error', () => {})
process.stdout.on('error', () => stopping.abort(new ClosedPipeError()))

const exitCode = await run(process.argv.slice(2), {
  directory: process.cwd(),
  env: process.env,
  repository: built(''),
  programs: {
    backend: built('apps/backend/dist/main.js'),
    frontend: built('apps/frontend/.next/standalone/apps/frontend/server.js'),
  },
  input: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stopping.signal,
  graceMilliseconds: 10_000,
  now: () => new Date(),
})

// What a command left open, because it hung or was not asked to end, must not hold the process; what it wrote must arrive.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()))
process.exit(exitCode)
