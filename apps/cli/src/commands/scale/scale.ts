import { PROCESS_SERVICES, type ProcessService } from '@semiont/operations'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { suggest } from '../../shell/nearest-word.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { howToKeep } from '../start/start-services.ts'
import { parseReplicas } from '../start/parse-replicas.ts'

export const run: Run = async (context, input) => {
  const wishes = input.arguments.map(parseWish)
  const twice = wishes.find(({ service }, index) => wishes.findIndex((other) => other.service === service) !== index)
  if (twice) throw new UsageError(`${twice.service} is named twice.`)
  const said = wishes.map(({ service, replicas }) => `${replicas} of ${service}`).join(', ')
  if (context.flags.dryRun) return answer(`Would run ${said}.`, { wishes })
  const platform = await context.platform()
  const counts = async () =>
    (await platform.status()).services
      .filter(({ service }) => wishes.some((wish) => wish.service === service))
      .map(({ service, running, desired, state }) => ({ service, running, desired, state }))
  const before = await counts()
  const progress = { step: (text: string) => context.output.note(text) }
  for (const { service, replicas } of wishes) {
    await platform.scale(service, replicas, progress, context.signal)
    context.recordChange({ before, after: await counts() })
  }
  const after = await counts()
  return answer(
    [
      ...after.map(({ service, running, desired }) => `${service} runs: ${running} of ${desired}.`),
      ...wishes.map(({ service, replicas }) => howToKeep(context, platform.kind, service, replicas)),
      `See all of them with: ${nextCommand('status', context.environmentName)}`,
    ].join('\n'),
    { services: after },
  )
}

/** @throws UsageError */
function parseWish(text: string): { service: ProcessService; replicas: number } {
  const [, name = text, number] = /^([^=]*)=(.*)$/.exec(text) ?? []
  const service = PROCESS_SERVICES.find((each) => each === name)
  if (service === undefined) throw new UsageError(`There is no service "${name}". ${suggest(name, PROCESS_SERVICES)}`)
  if (number === undefined) throw new UsageError(`Say how many of the ${service} are to run: ${service}=2`)
  return { service, replicas: parseReplicas(number) }
}
