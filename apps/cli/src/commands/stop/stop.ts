import { relative } from 'node:path'
import { stateDirectoryOf } from '@semiont/config/project-directory'
import { PROCESS_SERVICES, type ProcessService } from '@semiont/operations'
import { NotRunningError, RefusedError } from '@semiont/operations/errors'
import { findRunningInstance } from '@semiont/operations/local'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { runsOnAws } from '../../shell/runs-on-aws.ts'
import type { options } from './definition.ts'
import { stopOnAws } from './stop-on-aws.ts'

export const run: Run<typeof options> = async (context, { options: given }) => {
  const services = given.service === undefined ? 'all' : processes(given.service, context)
  const instance = findRunningInstance(
    stateDirectoryOf({ directory: context.directory, name: context.environmentName }),
  )
  if (!instance && (await runsOnAws(context))) return await stopOnAws(context, services)
  if (!instance) return doesNotRun(context)
  if (context.flags.dryRun)
    return answer(services === 'all' ? 'Would stop everything.' : `Would stop ${services.join(' and ')}.`)
  const platform = await context.platform()
  const progress = { step: (text: string) => context.output.note(text) }
  try {
    await platform.stop(services, progress, context.signal)
  } catch (error) {
    // It ended by itself in between.
    if (error instanceof NotRunningError) return doesNotRun(context)
    throw error
  }
  context.recordChange({ before: { running: true }, after: { stopped: services } })
  return services === 'all' ? everything(context) : some(context, services)
}

function processes(names: readonly string[], { environmentName }: CommandContext): readonly ProcessService[] {
  const services = PROCESS_SERVICES.filter((name) => names.includes(name))
  if (!names.includes('database')) return services
  throw new RefusedError(
    'The database stops only together with everything else: nothing works without it. Nothing was stopped.',
    `Stop everything with: ${nextCommand('stop', environmentName)}`,
  )
}

function doesNotRun({ environmentName }: CommandContext): Answer {
  return answer(
    `Semiont (environment ${environmentName}) does not run here; there is nothing to stop.\nStart it with: ${nextCommand('start', environmentName)}`,
    { stopped: false },
  )
}

function everything({ directory, environmentName }: CommandContext): Answer {
  const kept = relative(directory, stateDirectoryOf({ directory, name: environmentName }))
  return answer(
    `Semiont (environment ${environmentName}) is stopped. Documents, database, secrets and logs are kept in ${kept}.\nStart it again with: ${nextCommand('start', environmentName)}`,
    { stopped: 'all', kept },
  )
}

function some({ environmentName }: CommandContext, services: readonly ProcessService[]): Answer {
  const names = services.join(' and ')
  const again = services.map((name) => `--service ${name}`).join(' ')
  return answer(
    `Stopped: ${names}. The rest of Semiont goes on.\nStart ${services.length === 1 ? 'it' : 'them'} again with: ${nextCommand(`start ${again}`, environmentName)}`,
    { stopped: services },
  )
}
