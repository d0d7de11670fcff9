import type { LogQuery } from '@semiont/operations'
import { observe, type ObserveOptions, type WatchEvent } from '@semiont/operations/watch'
import { render } from 'ink'
import type { Answer } from '../../../shell/answer.ts'
import type { CommandContext } from '../../../shell/context.ts'
import { EXIT } from '../../../shell/exit-codes.ts'
import { Dashboard } from './dashboard.tsx'
import { firstView, type Pane } from './view.ts'

export interface DashboardOptions extends ObserveOptions {
  readonly everySeconds: number
  readonly view: Pane
  readonly logs: LogQuery
}

const ALTERNATE_SCREEN = '\u001B[?1049h\u001B[H'
const ORDINARY_SCREEN = '\u001B[?1049l\u001B[?25h'
const FIRST_ENTRIES = 500

/** The live view, on a screen of its own, until the person leaves. What was on the terminal before is there again afterwards. */
export async function runDashboard(context: CommandContext, options: DashboardOptions): Promise<Answer> {
  const platform = await context.platform()
  const { signal } = context
  const stdout = context.streams.stdout as NodeJS.WriteStream
  const logs = { ...options.logs, limit: Math.min(options.logs.limit ?? FIRST_ENTRIES, FIRST_ENTRIES) }
  const follow = (ended: AbortSignal, tell: (event: WatchEvent) => void) =>
    void observe(platform, { ...options, logs, signal: AbortSignal.any([ended, signal]) }, tell)
  const leaveScreen = () => void stdout.write(ORDINARY_SCREEN)
  // However the process ends: a terminal that stays on the other screen, without a cursor, is broken for its owner.
  process.once('exit', leaveScreen)
  stdout.write(ALTERNATE_SCREEN)
  try {
    await new Promise<void>((resolve, reject) => {
      const app = render(
        <Dashboard
          environment={context.environmentName}
          windowSeconds={options.windowSeconds}
          firstView={firstView(options.view, logs.minimumLevel)}
          observe={follow}
          onEnd={() => {
            app.unmount()
            resolve()
          }}
        />,
        { stdout, stdin: context.input as NodeJS.ReadStream, exitOnCtrlC: false, patchConsole: false },
      )
      app.waitUntilExit().then(() => resolve(), reject)
      signal.addEventListener('abort', () => (app.unmount(), resolve()), { once: true })
    })
    // It goes on until it is left; Ctrl-C is one way.
    return { exitCode: EXIT.fine }
  } finally {
    process.off('exit', leaveScreen)
    leaveScreen()
  }
}
