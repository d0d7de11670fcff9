#!/usr/bin/env node
import { fileURLToPath } from 'node:url'
import { terminal } from './printer.ts'
import { run } from './run.ts'

const INTERRUPTED = 130

/** From `src/main.ts` as from `dist/main.js` the repository is three folders up. */
const built = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked a second time: end at once. Services end with us, and the next start ends the database.
    if (stopping.signal.aborted) process.exit(INTERRUPTED)
    stopping.abort()
  })
}

// A closed terminal must not break off the stopping.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {})

process.exitCode = await run(process.argv.slice(2), {
  directory: process.cwd(),
  env: process.env,
  programs: {
    backend: built('apps/backend/dist/main.js'),
    frontend: built('apps/frontend/.next/standalone/apps/frontend/server.js'),
  },
  printer: terminal,
  signal: stopping.signal,
  input: process.stdin,
})
