import { run } from '../run.ts'
import { fixtureService } from './semiont.ts'

/** The command line as a process of its own, with the fixture in place of the built services: `node --import tsx … <args>`. */
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

process.exit(
  await run(process.argv.slice(2), {
    directory: process.cwd(),
    env: process.env,
    programs: { backend: fixtureService, frontend: fixtureService },
    input: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    signal: stopping.signal,
    graceMilliseconds: 1000,
    now: () => new Date(),
  }),
)
