import type { Platform, ProcessService } from '@semiont/operations'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { UsageError } from '../../shell/usage-error.ts'

/** Starts services of an installation that runs, or runs more or fewer of one. */
export async function startServices(
  context: CommandContext,
  services: readonly ProcessService[],
  replicas: number | undefined,
): Promise<Answer> {
  const [only, another] = services
  if (replicas !== undefined && (only === undefined || another !== undefined))
    throw new UsageError('--replicas is for one --service at a time.')
  const names = services.join(' and ')
  if (context.flags.dryRun)
    return answer(replicas === undefined ? `Would start ${names}.` : `Would run ${replicas} of ${names}.`)
  const platform = await context.platform()
  const progress = { step: (text: string) => context.output.note(text) }
  const counts = async () =>
    (await platform.status()).services
      .filter(({ service }) => services.some((name) => name === service))
      .map(({ service, running, desired, state }) => ({ service, running, desired, state }))
  const before = await counts()
  if (only !== undefined && replicas !== undefined) await platform.scale(only, replicas, progress, context.signal)
  else await platform.start(services, progress, context.signal)
  const after = await counts()
  context.recordChange({ before, after })
  const says = after.map(({ service, running, desired }) => `${service} runs: ${running} of ${desired}.`)
  return answer(
    [
      ...says,
      ...(only === undefined || replicas === undefined ? [] : [howToKeep(context, platform.kind, only, replicas)]),
      `See all of them with: ${nextCommand('status', context.environmentName)}`,
    ].join('\n'),
    { services: after },
  )
}

export function howToKeep(
  { environmentName }: CommandContext,
  kind: Platform['kind'],
  service: ProcessService,
  replicas: number,
): string {
  if (kind === 'aws')
    return `It does not scale below that by itself until it is scaled again, or its bounds are deployed anew. To keep it: semiont configure ${environmentName} set aws.services.${service}.minimum ${replicas}`
  return `It stays so until Semiont is stopped. To keep it: semiont configure ${environmentName} set services.${service}.replicas ${replicas}`
}
