import { PROCESS_SERVICES } from '@semiont/operations'
import { type Answer, answer } from '../../shell/answer.ts'
import { awsConnectionOf } from '../../shell/aws-connection.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { parseMoment } from '../../shell/duration.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import type { options } from './definition.ts'

export const run: Run<typeof options> = async (context, { options: given }) => {
  const since = parseMoment(given.since ?? '7d', '--since', context.now())
  const connection = await awsConnectionOf(context)
  if (connection === undefined) return await fixedHere(context)
  const { describeScaling, isScalingKnown, readScaling } = await import('@semiont/operations/aws/scaling')
  const services = await readScaling(connection, { since, signal: context.signal })
  return answer(
    services.map((service) => describeScaling(service).join('\n')).join('\n\n'),
    { since: since.toISOString(), services },
    services.every(isScalingKnown) ? EXIT.fine : EXIT.partial,
  )
}

async function fixedHere(context: CommandContext): Promise<Answer> {
  const { services } = (await context.environment()).settings
  const counts = PROCESS_SERVICES.map((service) => ({ service, replicas: services[service].replicas }))
  return answer(
    [
      `The environment ${context.environmentName} runs on this machine, where nothing scales by itself:`,
      ...counts.map(({ service, replicas }) => `  ${service.padEnd(9)} services.${service}.replicas is ${replicas}`),
      `Change it for now with: semiont scale backend=2`,
      `Or for good with: semiont configure ${context.environmentName} set services.backend.replicas 2`,
    ].join('\n'),
    { since: null, services: counts },
  )
}
