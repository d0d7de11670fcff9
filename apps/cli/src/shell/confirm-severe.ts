import { RefusedError } from '@semiont/operations/errors'
import type { CommandContext } from './context.ts'

/** @throws RefusedError when the environment was not named, or outside the maintenance windows where these are enforced */
export async function confirmSevere(context: CommandContext, what: string): Promise<void> {
  await confirmByName(context, what)
  const { currentActor } = await import('@semiont/operations/audit')
  const { passMaintenanceGate } = await import('@semiont/operations/windows')
  await passMaintenanceGate({
    environment: await context.environment(),
    secrets: () => context.secrets(),
    actor: currentActor(context.env),
    what,
    emergency: context.flags.emergency,
    now: () => context.now(),
    signal: context.signal,
    say: (text) => context.output.note(text),
  })
}

async function confirmByName({ flags, environmentName, prompt, input }: CommandContext, what: string): Promise<void> {
  if (flags.confirm === environmentName) return
  if (flags.confirm !== undefined) {
    throw new RefusedError(
      `--confirm names ${flags.confirm}, but this is about ${environmentName}. Nothing was changed.`,
      `If it is meant: --confirm=${environmentName}`,
    )
  }
  if (input.isTTY && !flags.noInput) {
    const typed = await prompt.ask(`${what} Type ${environmentName} to go on:`)
    if (typed === environmentName) return
    throw new RefusedError(`"${typed}" is not ${environmentName}. Nothing was changed.`, 'Type the same command again.')
  }
  throw new RefusedError(`${what} That has to be confirmed.`, `Add --confirm=${environmentName}`)
}
