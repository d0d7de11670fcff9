import { createAdministratorLink } from '@semiont/operations/local'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'

export const run: Run = async (context) => {
  if (context.flags.dryRun) return answer('Would make a link that signs the administrator in once.')
  const link = await createAdministratorLink(await context.platform(), context.signal)
  return answer(link, { link })
}
