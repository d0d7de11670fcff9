import { stateDirectoryOf } from '@semiont/config/project-directory'
import type { ServiceState, ServiceStatus } from '@semiont/operations'
import { findRunningInstance } from '@semiont/operations/local'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { nextCommand } from '../../shell/next-command.ts'
import type { Style } from '../../shell/output.ts'

/** Findings when it does not run: a script may ask `semiont status || semiont start`. */
export const run: Run = async (context) => {
  const { directory, environmentName, output } = context
  const next = (line: string) => nextCommand(line, environmentName)
  const instance = findRunningInstance(stateDirectoryOf({ directory, name: environmentName }))
  if (!instance)
    return answer(`Semiont does not run here. Start it with: ${next('start')}`, { running: false }, EXIT.findings)
  const { url, pid, startedAt } = instance
  const { services } = await (await context.platform()).status()
  const isWell = services.every(({ state }) => state === 'healthy')
  return answer(
    [
      `Semiont runs at ${url} (process ${pid}, since ${startedAt}).`,
      '',
      ...services.map((service) => line(service, output.style)),
      '',
      isWell
        ? `Open ${url}, or stop it with: ${next('stop')}`
        : `See what is wrong, and what to do, with: ${next('check')}`,
    ].join('\n'),
    { running: true, url, pid, startedAt, services },
  )
}

function line({ service, state, running, desired, detail, replicas }: ServiceStatus, style: Style): string {
  const restarts = replicas.reduce((sum, replica) => sum + replica.restarts, 0)
  const notes = [
    ...(detail === null ? [] : [detail]),
    ...(restarts === 0 ? [] : [restarts === 1 ? 'started again once' : `started again ${restarts} times`]),
  ]
  return `  ${service.padEnd(10)} ${coloured(state, style)} ${running}/${desired}${notes.length === 0 ? '' : `   ${notes.join('; ')}`}`
}

function coloured(state: ServiceState, style: Style): string {
  const text = state.padEnd(9)
  if (state === 'healthy') return style.good(text)
  return state === 'stopped' || state === 'failing' ? style.bad(text) : style.warning(text)
}
