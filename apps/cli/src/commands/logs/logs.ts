import { NotRunningError } from '@semiont/operations/errors'
import type { LogEntry, LogQuery } from '@semiont/operations'
import type { Answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { ClosedPipeError } from '../../shell/ended-early.ts'
import { EXIT, type ExitCode } from '../../shell/exit-codes.ts'
import type { options } from './definition.ts'
import { readLogQuery } from './log-query.ts'
import { printEntries } from './print-entries.ts'

const DEFAULT_LIMIT = 200

export const run: Run<typeof options> = async (context, { options: given }) =>
  await showLogs(context, readLogQuery(given, { now: context.now(), limit: DEFAULT_LIMIT, signal: context.signal }))

/** Prints what a query finds: `--json` all of it in one envelope, otherwise, and when following, as it comes. */
export async function showLogs(context: CommandContext, query: LogQuery): Promise<Answer> {
  const entries = (await context.platform()).logs(query)
  if (context.flags.json && !query.follow) return { exitCode: EXIT.fine, data: { entries: await collect(entries) } }
  const count = await printEntries(context, entries)
  if (context.signal.aborted) return { exitCode: endedBy(context.signal, query) }
  if (count === 0) context.output.note(await whyNothing(context, query))
  return { exitCode: EXIT.fine }
}

/** `semiont logs | head` has what it wanted, and following goes on until Ctrl-C; anything else is broken off by it. */
function endedBy(signal: AbortSignal, { follow }: LogQuery): ExitCode {
  return follow || signal.reason instanceof ClosedPipeError ? EXIT.fine : EXIT.interrupted
}

async function collect(entries: AsyncIterable<LogEntry>): Promise<LogEntry[]> {
  const all: LogEntry[] = []
  for await (const entry of entries) all.push(entry)
  return all
}

/** Nothing found is an answer too, but one that a person should not have to guess about. */
async function whyNothing(context: CommandContext, query: LogQuery): Promise<string> {
  const platform = await context.platform()
  const { services } = query
  for await (const _any of platform.logs({ services, limit: 1 })) return 'No entry is like that.'
  const { running } = await platform.status()
  return running ? 'Nothing has been logged yet.' : new NotRunningError(context.environmentName).message
}
