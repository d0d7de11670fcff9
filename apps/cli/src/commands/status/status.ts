import { stateDirectoryOf } from '@semiont/config/project-directory'
import { findRunningInstance } from '@semiont/operations/local'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { EXIT } from '../../shell/exit-codes.ts'

/** Findings when it does not run: a script may ask `semiont status || semiont start`. */
export const run: Run = async ({ directory, environmentName }) => {
  const instance = findRunningInstance(stateDirectoryOf({ directory, name: environmentName }))
  if (!instance)
    return answer('Semiont does not run here. Start it with: semiont start', { running: false }, EXIT.findings)
  const { url, pid, startedAt } = instance
  return answer(
    `Semiont runs at ${url} (process ${pid}, since ${startedAt}).\nOpen ${url}, or stop it with: semiont stop`,
    { running: true, url, pid, startedAt },
  )
}
