import { join } from 'node:path'
import { loadEnvironment, openLocalSecretStore } from '@semiont/config'
import { startInstallation } from '../installation.ts'

/**
 * Runs an installation of fixture services in a process of its own, as the command line does, and reports as JSON lines:
 * `node --import tsx run-installation.ts <directory> <port>`.
 */
const [directory = '', port = '0'] = process.argv.slice(2)
const program = new URL('../fixtures/service.mjs', import.meta.url).pathname
const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`)

const stopping = new AbortController()
process.on('SIGINT', () => stopping.abort())
process.on('SIGTERM', () => stopping.abort())

try {
  const installation = await startInstallation({
    environment: await loadEnvironment(directory, 'local'),
    secrets: openLocalSecretStore(join(directory, '.semiont', 'secrets')),
    programs: { backend: program, frontend: program },
    port: Number(port),
    report: {
      stepDone: (step) => say({ step }),
      serviceChanged: (name, state, reason) => say({ service: name, state, reason }),
    },
    signal: stopping.signal,
  })
  say({ ready: installation.url, administratorLink: installation.administratorLink })
  await new Promise<void>((resolve) => {
    stopping.signal.addEventListener('abort', () => resolve())
    if (stopping.signal.aborted) resolve()
  })
  await installation.stop()
  say({ stopped: true })
} catch (error) {
  if (!(error instanceof Error)) throw error
  say({ failed: error.name, message: error.message, action: 'action' in error ? error.action : undefined })
  process.exitCode = 1
}
