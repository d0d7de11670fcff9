import type { LogQuery } from '@semiont/operations'
import {
  headline,
  lookOnce,
  numbersText,
  printableJson,
  problemsText,
  replicasText,
  servicesText,
  type WatchModel,
  watchText,
} from '@semiont/operations/watch'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { parseDuration } from '../../shell/duration.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { readLogQuery } from '../logs/log-query.ts'
import { showLogs } from '../logs/logs.ts'
import type { options } from './definition.ts'

type View = 'all' | 'services' | 'metrics' | 'logs'

const DAY_MS = 86_400_000
/** Without a terminal `watch logs` is what a pipe reads: the last day, and not without end. */
const BOUNDED_LIMIT = 10_000
const NEWEST_BELOW = 10
const PERIODS = 30

/** CloudWatch learns numbers by the minute, a minute or three late, and charges for each time it is asked. */
const PACES = {
  local: { live: 60, otherwise: 300, every: 2 },
  aws: { live: 900, otherwise: 900, every: 20 },
} as const

export const run: Run<typeof options> = async (context, { arguments: [given], options: chosen }) => {
  const view = (given ?? 'all') as View
  const isLive = context.output.isLive && context.input.isTTY === true && !isAutomated(context.env)
  const pace = PACES[(await context.platform()).kind]
  const usual = isLive ? pace.live : pace.otherwise
  const windowSeconds = chosen.window === undefined ? usual : parseDuration(chosen.window, '--window')
  const everySeconds = chosen.interval === undefined ? pace.every : parseDuration(chosen.interval, '--interval')
  const looking = { windowSeconds, periodSeconds: windowSeconds / PERIODS, everySeconds, now: () => context.now() }
  const since = context.now().getTime() - DAY_MS
  const logs: LogQuery = {
    since: new Date(since),
    ...readLogQuery(chosen, { now: context.now(), limit: BOUNDED_LIMIT, signal: context.signal }),
  }
  if (isLive) {
    // React looks at this once, when it is loaded: its checks for developers take half of the time.
    process.env['NODE_ENV'] ??= 'production'
    const { runDashboard } = await import('./dashboard/run-dashboard.tsx')
    return await runDashboard(context, { ...looking, view, logs })
  }
  if (view === 'logs') return await showLogs(context, logs)
  if (chosen.follow) return await goOn(context, view, looking, logs)
  const model = await look(context, view, looking, logs)
  return { exitCode: exitCodeOf(model), data: model, text: textOf(view, model) }
}

/** Ink draws nothing there until it ends. */
function isAutomated(env: NodeJS.ProcessEnv): boolean {
  return [env['CI'], env['CONTINUOUS_INTEGRATION']].some((value) => value && value !== '0' && value !== 'false')
}

interface Looking {
  readonly windowSeconds: number
  readonly periodSeconds: number
  readonly everySeconds: number
  now(): Date
}

/** How things are now; looking at everything includes the newest lines of the logs. */
async function look(context: CommandContext, view: View, looking: Looking, logs: LogQuery): Promise<WatchModel> {
  const platform = await context.platform()
  const model = await lookOnce(platform, looking)
  if (view !== 'all') return model
  const entries = []
  for await (const entry of platform.logs({ ...logs, limit: NEWEST_BELOW, follow: false })) entries.push(entry)
  return { ...model, entries }
}

/** Tells it again and again, until the signal: that is its ordinary end. */
async function goOn(context: CommandContext, view: View, looking: Looking, logs: LogQuery): Promise<Answer> {
  const { flags, output, signal } = context
  while (!signal.aborted) {
    const model = await look(context, view, looking, logs)
    output.line(flags.json ? printableJson(model) : `${looking.now().toISOString()}\n${textOf(view, model)}\n`)
    await sleep(looking.everySeconds * 1000, undefined, { signal }).catch(() => {})
  }
  return { exitCode: EXIT.fine }
}

function textOf(view: View, model: WatchModel): string {
  if (view === 'services') {
    const replicas = replicasText(model)
    const more = replicas.length === 0 ? [] : ['', ...replicas]
    return [headline(model), '', ...servicesText(model), ...more, ...problemsText(model)].join('\n')
  }
  if (view === 'metrics') return [...numbersText(model), ...problemsText(model)].join('\n')
  return watchText(model)
}

function exitCodeOf({ problems }: WatchModel): typeof EXIT.fine | typeof EXIT.partial {
  return Object.keys(problems).length === 0 ? EXIT.fine : EXIT.partial
}
