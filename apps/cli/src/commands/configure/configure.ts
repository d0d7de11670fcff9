import { isSecretPath } from '@semiont/config'
import type { Answer } from '../../shell/answer.ts'
import type { Input, Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { UsageError } from '../../shell/usage-error.ts'
import type { options } from './definition.ts'
import { readWords } from './words.ts'

/** Shows and changes what an environment is made of. */
export const run: Run<typeof options> = async (context, input) => {
  const { environment, action, path, value } = readWords(input.arguments)
  assertOneEnvironment(environment, input)
  if (path !== undefined && isSecretPath(path)) return await aboutSecret(context, input, action, path, value)
  switch (action) {
    case 'list':
    case 'validate': {
      if (path !== undefined) throw new UsageError(`semiont configure ${action} takes no path: it is about everything.`)
      const { list, validate } = await import('./about-environments.ts')
      return action === 'list' ? await list(context) : await validate(context)
    }
    case 'show': {
      const { show } = await import('./show.ts')
      return await show(context, path)
    }
    case 'get': {
      const { get } = await import('./show.ts')
      return await get(context, needed(path, action))
    }
    default: {
      const { change } = await import('./change.ts')
      return await change(context, action, needed(path, action), value)
    }
  }
}

/** A change of one environment that was meant for another is the worst slip there is here. */
function assertOneEnvironment(word: string | undefined, { options: given }: Input): void {
  const named = given['environment']
  if (word === undefined || named === undefined || named === word) return
  throw new UsageError(
    `Which environment: ${word}, or ${String(named)} of --environment? Name it once. Nothing was changed.`,
  )
}

async function aboutSecret(
  context: CommandContext,
  { options: given }: Input<typeof options>,
  action: string,
  path: string,
  value: string | undefined,
): Promise<Answer> {
  if (value !== undefined)
    throw new UsageError(
      `${path} is a secret, and a secret is never an argument: the shell's history and the list of processes would show it. ` +
        'Nothing was changed; if it was a real one, choose another.\n' +
        `Type the command without it and be asked, pipe it in, or say --from-file <path>.`,
    )
  if (action === 'set') {
    const { setSecret } = await import('./set-secret.ts')
    return await setSecret(context, path, given)
  }
  const { showSecret, unsetSecret } = await import('./secret.ts')
  if (action === 'unset') return await unsetSecret(context, path)
  return await showSecret(context, path)
}

function needed(path: string | undefined, action: string): string {
  if (path !== undefined) return path
  throw new UsageError(
    `semiont configure ${action} needs a path, such as site.name. See all with: semiont configure show`,
  )
}
