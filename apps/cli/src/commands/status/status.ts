import { stateDirectoryOf } from '@semiont/config/project-directory'
import { findRunningInstance } from '@semiont/operations/local'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { runsOnAws } from '../../shell/runs-on-aws.ts'
import { serviceLine } from './service-line.ts'
import { statusOnAws } from './status-on-aws.ts'

/** Findings when it does not run: a script may ask `semiont status || semiont start`. */
export const run: Run = async (context) => {
  const { directory, environmentName, output } = context
  const next = (line: string) => nextCommand(line, environmentName)
  const instance = findRunningInstance(stateDirectoryOf({ directory, name: environmentName }))
  if (!instance && (await runsOnAws(context))) return await statusOnAws(context)
  if (!instance)
    return answer(`Semiont does not run here. Start it with: ${next('start')}`, { running: false }, EXIT.findings)
  const { url, pid, startedAt } = instance
  const { services } = await (await context.platform()).status()
  const isWell = services.every(({ state }) => state === 'healthy')
  return answer(
    [
      `Semiont runs at ${url} (process ${pid}, since ${startedAt}).`,
      '',
      ...services.map((service) => serviceLine(service, output.style)),
      '',
      isWell
        ? `Open ${url}, or stop it with: ${next('stop')}`
        : `See what is wrong, and what to do, with: ${next('check')}`,
    ].join('\n'),
    { running: true, url, pid, startedAt, services },
  )
}
