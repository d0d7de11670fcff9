import { AlreadyRunningError } from '@semiont/operations/errors'
import { startInstallation, type StartReport, type Step } from '@semiont/operations/local'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { Output } from '../../shell/output.ts'
import { UsageError } from '../../shell/usage-error.ts'
import type { options } from './definition.ts'

/** Runs Semiont on this machine until the person asks to stop. */
export const run: Run<typeof options> = async (context, { options: given }) => {
  const { env, output, signal } = context
  const environment = await context.environment()
  const port = parsePort(given.port ?? env['SEMIONT_PORT'])
  const databaseUrl = env['DATABASE_URL'] || undefined
  output.line(`Starting Semiont (environment ${environment.name})`)
  const installation = await startInstallation({
    environment,
    programs: context.programs,
    secrets: await context.secrets(),
    ...(port === undefined ? {} : { port }),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    report: reportTo(output, databaseUrl === undefined ? 'PostgreSQL 17' : 'PostgreSQL (yours)'),
    signal,
  }).catch((error: unknown) => {
    if (error instanceof AlreadyRunningError) return error
    if (signal.aborted) return
    throw error
  })
  if (installation instanceof AlreadyRunningError) return answer(`${installation.message}\n${installation.action}`)
  if (!installation) return answer('Stopped before it was ready.')
  output.line(`\nSemiont is ready at ${installation.url}   (${seconds(performance.now())})`)
  if (installation.administratorLink !== undefined) {
    output.line('\nTo sign in as administrator, open this link. It works once:')
    output.line(`  ${installation.administratorLink}`)
  }
  output.line('\nStop with Ctrl-C. Logs are in .semiont/logs.')
  await aborted(signal)
  output.line('\nStopping …')
  await installation.stop()
  return answer('Stopped. Everything is kept in .semiont.')
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UsageError(`"${text}" is not a port: a number from 1 to 65535.`)
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

function reportTo(output: Output, databaseName: string): StartReport {
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
      output.line(`  ✓ ${names[step].padEnd(18)} ${seconds(milliseconds)}`)
    },
    serviceChanged(name, state, reason) {
      if (state === 'restarting') {
        restarting.add(name)
        output.error(`The ${name} ${reason ?? 'ended'}; starting it again. See .semiont/logs/${name}.log`)
      } else if (state === 'healthy' && restarting.delete(name)) {
        output.line(`The ${name} runs again.`)
      }
    },
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
