import type { ProcessService } from '@semiont/operations'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { nextCommand } from '../../shell/next-command.ts'

/** Stops services in the cluster. What holds data is not touched. */
export async function stopOnAws(context: CommandContext, services: readonly ProcessService[] | 'all'): Promise<Answer> {
  const { environmentName, flags, output, signal } = context
  const names = services === 'all' ? 'frontend, backend and worker' : services.join(' and ')
  if (flags.dryRun) return answer(`Would stop every task of ${names}, and suspend their scaling. Nothing else.`)
  const platform = await context.platform()
  const before = (await platform.status()).services.map(({ service, running, desired }) => ({
    service,
    running,
    desired,
  }))
  await platform.stop(services, { step: (text) => output.note(text) }, signal)
  context.recordChange({ before, after: { stopped: services } })
  const again = services === 'all' ? '' : services.map((name) => ` --service ${name}`).join('')
  return answer(
    [
      `Stopped: ${names}. Their scaling is suspended. Database, documents and secrets are as they were.`,
      `Start again with: ${nextCommand(`start${again}`, environmentName)}`,
    ].join('\n'),
    { stopped: services },
  )
}
