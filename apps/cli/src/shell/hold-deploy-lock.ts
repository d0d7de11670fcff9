import type { Answer } from './answer.ts'
import type { CommandContext } from './context.ts'
import type { ChangingCall } from './record-in-audit-trail.ts'

/**
 * Runs a command that changes the installation as a whole while no other such command runs. The signal of the context that it
 * gets is aborted when someone takes the lock away.
 * @throws LockedError naming who holds it
 */
export async function holdDeployLock(
  { command, context, input }: ChangingCall,
  act: (context: CommandContext) => Promise<Answer>,
): Promise<Answer> {
  const { currentActor, redactArguments } = await import('@semiont/operations/audit')
  const { withDeployLock } = await import('@semiont/operations/deploy-lock')
  const { flags, environmentName } = context
  const typed = input.options as Record<string, string | boolean | readonly string[]>
  return await withDeployLock(
    {
      store: await context.deployLock(),
      trail: await context.trail(),
      environment: environmentName,
      actor: currentActor(context.env),
      command: [command.name, ...redactArguments(input.arguments, typed)].join(' '),
      ...(flags.emergency === undefined ? {} : { reason: flags.emergency }),
      ...(flags.stealLock === undefined ? {} : { steal: flags.stealLock }),
      now: () => context.now(),
      signal: context.signal,
    },
    (signal) => act({ ...context, signal }),
  )
}
