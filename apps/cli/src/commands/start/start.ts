import { PROCESS_SERVICES } from '@semiont/operations'
import { AlreadyRunningError } from '@semiont/operations/errors'
import { findRunningInstance, type RunningInstance } from '@semiont/operations/local'
import { stateDirectoryOf } from '@semiont/config/project-directory'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { nextCommand } from '../../shell/next-command.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { runsOnAws } from '../../shell/runs-on-aws.ts'
import type { options } from './definition.ts'
import { parseReplicas } from './parse-replicas.ts'
import { startInBackground } from './start-in-background.ts'
import { startInForeground } from './start-in-foreground.ts'
import { startOnAws } from './start-on-aws.ts'
import { startServices } from './start-services.ts'

export const run: Run<typeof options> = async (context, input) => {
  const { options: given } = input
  const replicas = given.replicas === undefined ? undefined : parseReplicas(given.replicas)
  const services = PROCESS_SERVICES.filter((name) => given.service?.includes(name))
  if (services.length > 0) return await startServices(context, services, replicas)
  if (replicas !== undefined) throw new UsageError('--replicas needs to know of what: add --service backend.')
  const { directory, environmentName } = context
  const instance = findRunningInstance(stateDirectoryOf({ directory, name: environmentName }))
  if (instance) return alreadyRuns(context, instance)
  if (await runsOnAws(context)) return await startOnAws(context, input)
  const port = parsePort(given.port ?? context.env['SEMIONT_PORT'])
  if (context.flags.dryRun) return answer('Would start database, backend, worker and frontend.')
  try {
    return await (given.detach ? startInBackground(context, port) : startInForeground(context, port))
  } catch (error) {
    // Another start was faster.
    const holder = findRunningInstance(stateDirectoryOf({ directory, name: environmentName }))
    if (error instanceof AlreadyRunningError && holder) return alreadyRuns(context, holder)
    throw error
  }
}

function alreadyRuns({ environmentName }: CommandContext, { url, pid, startedAt }: RunningInstance): Answer {
  const stop = nextCommand('stop', environmentName)
  return answer(`Semiont already runs at ${url} (process ${pid}).\nOpen ${url}, or stop it with: ${stop}`, {
    running: true,
    url,
    pid,
    startedAt,
  })
}

function parsePort(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new UsageError(`"${text}" is not a port: a number from 1 to 65535.`)
}
