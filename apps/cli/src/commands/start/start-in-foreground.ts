import { relative } from 'node:path'
import { stateDirectoryOf } from '@semiont/config/project-directory'
import {
  findParentLink,
  type Installation,
  logsFolderOf,
  type ParentLink,
  startInstallation,
  type StartReport,
  type Step,
} from '@semiont/operations/local'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { nextCommand } from '../../shell/next-command.ts'
import type { Output } from '../../shell/output.ts'

/** Runs Semiont on this machine until the person asks to stop, here or with `semiont stop`. */
export async function startInForeground(context: CommandContext, port: number | undefined): Promise<Answer> {
  const { output, environmentName } = context
  const parent = findParentLink()
  const environment = await context.environment()
  const logsFolder = logsFolderOf(environment)
  output.line(`Starting Semiont (environment ${environmentName})`)
  const installation = await open(context, port, logsFolder, parent)
  if (!installation) return answer('Stopped before it was ready.')
  const { url, administratorLink } = installation
  output.line(`\nSemiont is ready at ${url}   (${seconds(performance.now())})`)
  if (parent) parent.ready({ url, administratorLink: administratorLink ?? null })
  else if (administratorLink !== undefined) {
    output.line('\nTo sign in as administrator, open this link. It works once:')
    output.line(`  ${administratorLink}`)
  }
  const howToStop = parent ? `Stop it with: ${nextCommand('stop', environmentName)}` : 'Stop with Ctrl-C'
  output.line(`\n${howToStop}. Logs are in ${logsFolder}.`)
  await untilAsked(context.signal, installation)
  output.line('\nStopping …')
  await installation.stop()
  return answer(`Stopped. Everything is kept in ${relative(context.directory, stateDirectoryOf(environment))}.`)
}

async function open(
  context: CommandContext,
  port: number | undefined,
  logsFolder: string,
  parent: ParentLink | undefined,
): Promise<Installation | undefined> {
  const { env, output, signal } = context
  const databaseUrl = env['DATABASE_URL'] || undefined
  const names = stepNames(databaseUrl === undefined ? 'PostgreSQL 17' : 'PostgreSQL (yours)')
  try {
    return await startInstallation({
      environment: await context.environment(),
      programs: context.programs,
      secrets: await context.secrets(),
      ...(port === undefined ? {} : { port }),
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
      report: reportTo(output, names, logsFolder, parent),
      signal,
    })
  } catch (error) {
    const wasStopped = error instanceof Error && error.name === 'AbortError'
    if (wasStopped || signal.aborted) return undefined
    await parent?.failed(error)
    throw error
  }
}

function stepNames(database: string): Record<Step, string> {
  return { database, migrations: 'Migrations', backend: 'Backend', worker: 'Worker', frontend: 'Frontend' }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

function reportTo(
  output: Output,
  names: Record<Step, string>,
  logsFolder: string,
  parent: ParentLink | undefined,
): StartReport {
  const away = new Set<string>()
  return {
    stepDone(step, milliseconds) {
      const text = `  ✓ ${names[step].padEnd(18)} ${seconds(milliseconds)}`
      output.line(text)
      parent?.step(text)
    },
    serviceChanged(name, state, reason = 'ended') {
      if (state === 'restarting' || state === 'failing') {
        away.add(name)
        const next = state === 'restarting' ? '; starting it again' : ''
        output.error(`The ${name} ${reason}${next}. See ${logsFolder}/${name}.log`)
      } else if (state === 'healthy' && away.delete(name)) {
        output.line(`The ${name} runs again.`)
      }
    },
  }
}

async function untilAsked(signal: AbortSignal, { stopped }: Installation): Promise<void> {
  if (signal.aborted) return
  const asked = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  await Promise.race([asked, stopped])
}
