import type { KnownSecret } from '@semiont/config'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { whoMustRestart } from './when-it-holds.ts'

/** That a secret was stored, and who has to learn of it. */
export async function storedAnswer(
  context: CommandContext,
  secret: KnownSecret,
  text: string,
  data: object = {},
): Promise<Answer> {
  return answer(`${text}\n${await whoMustRestart(context, secret.usedBy)}`, {
    environment: context.environmentName,
    name: secret.name,
    changed: true,
    usedBy: secret.usedBy,
    ...data,
  })
}
