import { IncompleteError, UnusableInputError } from '@semiont/operations/errors'
import { AwsConnection, type CloudProgram } from '@semiont/operations/aws/deploy'
import type { CommandContext } from '../../shell/context.ts'

/**
 * The account of the environment.
 * @param instead what to type where it runs on this machine
 * @throws UnusableInputError when the environment is no installation on AWS
 */
export async function connectToAws(context: CommandContext, instead: string): Promise<AwsConnection> {
  const environment = await context.environment()
  if (environment.settings.platform === 'aws') return new AwsConnection(environment, context.signal)
  throw new UnusableInputError(
    `The environment ${context.environmentName} runs on this machine: there is nothing to set up in AWS for it.`,
    instead,
  )
}

/** @throws IncompleteError where Semiont came without its sources */
export function cloudProgram(context: CommandContext): CloudProgram {
  return {
    repository: repositoryOf(context),
    project: context.directory,
    env: context.env,
    progress: { step: (text) => context.output.note(text) },
    signal: context.signal,
  }
}

/** @throws IncompleteError where Semiont came without its sources */
export function repositoryOf({ repository }: CommandContext): string {
  if (repository !== undefined) return repository
  throw new IncompleteError(
    'This Semiont came without its sources, which make the stacks and the images.',
    'Type it in a clone of the repository: npm run semiont -- <command>',
  )
}
