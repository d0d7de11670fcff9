import { RefusedError } from '@semiont/operations/errors'
import type { CommandContext } from './context.ts'

/** @throws RefusedError when the environment was not named */
export async function confirmSevere(context: CommandContext, what: string): Promise<void> {
  const { flags, environmentName, prompt, input } = context
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
