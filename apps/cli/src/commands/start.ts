import { join } from 'node:path'
import { loadEnvironment, openLocalSecretStore } from '@semiont/config'
import { startInstallation, type StartReport, type Step } from '@semiont/operations'
import { type Printer, seconds } from '../printer.ts'
import type { Surroundings } from '../surroundings.ts'

/** Runs Semiont on this machine until the person asks to stop. */
export async function start(
  { directory, env, programs, printer, signal }: Surroundings,
  options: { environment: string; port: number | undefined },
): Promise<number> {
  const environment = await loadEnvironment(directory, options.environment)
  const databaseUrl = env['DATABASE_URL'] || undefined
  printer.line(`Starting Semiont (environment ${environment.name})`)
  const installation = await startInstallation({
    environment,
    programs,
    secrets: openLocalSecretStore(join(directory, '.semiont', 'secrets')),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    report: reportTo(printer, databaseUrl === undefined ? 'PostgreSQL 17' : 'PostgreSQL (yours)'),
    signal,
  }).catch((error: unknown) => {
    if (signal.aborted) return
    throw error
  })
  if (!installation) {
    printer.line('Stopped before it was ready.')
    return 0
  }
  printer.line(`\nSemiont is ready at ${installation.url}   (${seconds(performance.now())})`)
  if (installation.administratorLink !== undefined) {
    printer.line('\nTo sign in as administrator, open this link. It works once:')
    printer.line(`  ${installation.administratorLink}`)
  }
  printer.line('\nStop with Ctrl-C. Logs are in .semiont/logs.')
  await aborted(signal)
  printer.line('\nStopping …')
  await installation.stop()
  printer.line('Stopped. Everything is kept in .semiont.')
  return 0
}

function reportTo(printer: Printer, databaseName: string): StartReport {
  const names: Record<Step, string> = {
    database: databaseName,
    migrations: 'Migrations',
    backend: 'Backend',
    worker: 'Worker',
    frontend: 'Frontend',
  }
  const restarting = new Set<string>()
  return {
    stepDone(step, milliseconds) {
      printer.line(`  ✓ ${names[step].padEnd(18)} ${seconds(milliseconds)}`)
    },
    serviceChanged(name, state, reason) {
      if (state === 'restarting') {
        restarting.add(name)
        printer.error(`The ${name} ${reason ?? 'ended'}; starting it again. See .semiont/logs/${name}.log`)
      } else if (state === 'healthy' && restarting.delete(name)) {
        printer.line(`The ${name} runs again.`)
      }
    },
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
