import type { CommandContext } from './context.ts'

/** Whether the environment is an installation in an AWS account; else it runs on this machine. */
export async function runsOnAws({ environment }: Pick<CommandContext, 'environment'>): Promise<boolean> {
  return (await environment()).settings.platform === 'aws'
}
