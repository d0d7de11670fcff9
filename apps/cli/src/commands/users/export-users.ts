import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UnusableInputError } from '@semiont/operations/errors'
import { accessCsv, type User } from '@semiont/operations/users'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'

/** To standard output, or into a file that only its owner can read and that was not there before. */
export async function exportUsers(
  users: readonly User[],
  file: string | undefined,
  format: string,
  { flags }: CommandContext,
): Promise<Answer> {
  const content = format === 'json' ? `${JSON.stringify(users, null, 2)}\n` : accessCsv(users)
  if (file === undefined) return answer(content.trimEnd(), { users })
  const path = resolve(file)
  if (flags.dryRun) return answer(`Would write ${users.length} users to ${path}.`, { file: path, users: users.length })
  const opened = await open(path, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'EEXIST' ? 'is there already' : `cannot be written: ${cause.message}`
    throw new UnusableInputError(`${path} ${why}.`, 'Name another file.', { cause })
  })
  try {
    await opened.writeFile(content)
  } finally {
    await opened.close()
  }
  return answer(`Wrote ${users.length} users to ${path}.`, { file: path, users: users.length })
}
