import { join } from 'node:path'
import { stateDirectoryOf } from '@semiont/config/project-directory'
import { logsFolderOf, startDetached } from '@semiont/operations/local'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { nextCommand } from '../../shell/next-command.ts'

/** Runs this very command in the foreground of a process of its own, without a terminal. */
export async function startInBackground(context: CommandContext, port: number | undefined): Promise<Answer> {
  const { directory, environmentName, env, output, signal } = context
  const environment = await context.environment()
  const [program = ''] = process.argv.slice(1)
  const ready = await startDetached(
    {
      command: [
        process.execPath,
        ...process.execArgv,
        program,
        'start',
        `--environment=${environmentName}`,
        ...(port === undefined ? [] : [`--port=${port}`]),
      ],
      cwd: directory,
      env,
      logFile: join(stateDirectoryOf(environment), 'logs', 'supervisor.log'),
      rotateBytes: environment.settings.logs.rotateBytes,
    },
    { step: (text) => output.note(text) },
    signal,
  )
  const { url, administratorLink, pid } = ready
  return answer(
    [
      `Semiont is ready at ${url} and runs in the background (process ${pid}).`,
      ...(administratorLink === null
        ? []
        : ['', 'To sign in as administrator, open this link. It works once:', `  ${administratorLink}`, '']),
      `What it prints is in ${join(logsFolderOf(environment), 'supervisor.log')}. Stop it with: ${nextCommand('stop', environmentName)}`,
    ].join('\n'),
    { running: true, url, pid, administratorLink },
  )
}
