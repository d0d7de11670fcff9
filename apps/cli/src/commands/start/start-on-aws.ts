import { PROCESS_SERVICES } from '@semiont/operations'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Input } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { holdDeployLock } from '../../shell/hold-deploy-lock.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { type options, start } from './definition.ts'
import { startServices } from './start-services.ts'

/** Starts all services in the cluster. It holds the lock here: on a machine, a start of everything has one of its own. */
export async function startOnAws(context: CommandContext, input: Input<typeof options>): Promise<Answer> {
  if (input.options.port !== undefined || input.options.detach)
    throw new UsageError('--port and --detach are for an installation on this machine; this one is on AWS.')
  if (context.flags.dryRun) return answer('Would start the services that are stopped: frontend, backend, worker.')
  const call = { command: start, context, input, changes: {} }
  return await holdDeployLock(call, (own) => startServices(own, PROCESS_SERVICES, undefined))
}
