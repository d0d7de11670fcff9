import { PROCESS_SERVICES, type ProcessService } from '@semiont/operations'
import { NotRunningError, RefusedError } from '@semiont/operations/errors'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { nextCommand } from '../../shell/next-command.ts'
import type { options } from './definition.ts'

export const run: Run<typeof options> = async (context, { options: given }) => {
  const services = given.service === undefined ? PROCESS_SERVICES : processes(given.service, context)
  const platform = await context.platform()
  const startedAt = async () => {
    const { running, services: all } = await platform.status()
    if (!running) throw new NotRunningError(context.environmentName)
    const affected = all.filter(({ service }) => services.some((name) => name === service))
    return affected.map(({ service, replicas }) => ({
      service,
      replicas: replicas.map(({ id, startedAt: since }) => ({ id, startedAt: since })),
    }))
  }
  const before = await startedAt()
  const names = services.join(', ')
  if (context.flags.dryRun)
    return answer(`Would replace one process after the other: ${names}. Never the database.`, { before })
  await platform.restart(services, { step: (text) => context.output.note(text) }, context.signal)
  const after = await startedAt()
  context.recordChange({ before, after })
  const count = after.reduce((sum, { replicas }) => sum + replicas.length, 0)
  const kind = platform.kind === 'aws' ? ['task', 'tasks'] : ['process', 'processes']
  return answer(
    `Restarted: ${names} (${count} new ${count === 1 ? kind[0] : kind[1]}, each healthy before an old one went). The database went on.\nSee them with: ${nextCommand('status', context.environmentName)}`,
    { restarted: services, before, after },
  )
}

function processes(names: readonly string[], { environmentName }: CommandContext): readonly ProcessService[] {
  const refused = names.find((name) => name === 'database' || name === 'storage')
  if (refused === undefined) return PROCESS_SERVICES.filter((name) => names.includes(name))
  const reason =
    refused === 'database'
      ? 'semiont restart never restarts the database: every session would be cut, and it takes its settings with the next start.'
      : 'The storage is a folder; there is nothing to restart.'
  throw new RefusedError(
    `${reason} Nothing was restarted.`,
    `Restart what uses it with: ${nextCommand('restart --service backend', environmentName)}`,
  )
}
