import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { serviceLine } from './service-line.ts'

/** What AWS says of each service. A part that could not be learned is told, and the command ends with 4. */
export async function statusOnAws(context: CommandContext): Promise<Answer> {
  const { environmentName, output } = context
  const { running, url, services } = await (await context.platform()).status()
  const { account, region } = (await context.environment()).settings.aws ?? {}
  const next = (line: string) => nextCommand(line, environmentName)
  const isKnown = services.every(({ state }) => state !== 'unknown')
  const isWell = services.every(({ state }) => state === 'healthy')
  const where = `in ${region} of the account ${account}`
  const what = !running && isKnown ? 'None of its services is to run' : 'Semiont runs'
  return answer(
    [
      `${running || isKnown ? what : 'Whether Semiont runs is not known'} ${where}${running && url !== null ? `, at ${url}` : ''}.`,
      '',
      ...services.map((service) => serviceLine(service, output.style)),
      '',
      ...(running || !isKnown
        ? [isWell ? `Look into it with: ${next('watch')}` : `See what is wrong, and what to do, with: ${next('check')}`]
        : [`Start it with: ${next('start')}`]),
    ].join('\n'),
    { running, url, services },
    isKnown ? (running ? EXIT.fine : EXIT.findings) : EXIT.partial,
  )
}
