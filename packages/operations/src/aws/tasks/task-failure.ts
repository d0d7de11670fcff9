import { isSealedReply } from '@semiont/config/sealed-reply'
import { parseLogLine } from '../../logs/parse-log-line.ts'
import type { EcsTask } from '../clients/ecs-tasks.ts'

const LAST_LINES = 12

export interface FailedTask {
  readonly name: string
  readonly task: EcsTask
  readonly container: string
  /** What it has logged, the oldest first. */
  readonly lines: readonly string[]
}

/** What happened to a task that failed: how it ended, as AWS and as the program itself tell it. */
export function describeFailure({ name, task, container, lines }: FailedTask): string {
  const { exitCode = null, reason = null } = task.containers.find((one) => one.name === container) ?? {}
  const why = [...new Set([reason, task.stoppedReason])].filter(isSaid)
  const how = exitCode === null ? 'did not start' : `failed with code ${exitCode}`
  const said = lines
    .filter((line) => !isSealedReply(line))
    .slice(-LAST_LINES)
    .map(readable)
  return [`The task ${name} (${task.id}) ${[how, ...why].join(': ')}`, ...said.map((line) => `  ${line}`)].join('\n')
}

/** What AWS says of every task that ended by itself, whatever the reason. */
const SAYS_NOTHING = /^Essential container in task exited/

function isSaid(reason: string | null): reason is string {
  return reason !== null && reason !== '' && !SAYS_NOTHING.test(reason)
}

/** The human part of a line, without secrets. */
function readable(line: string): string {
  const { message, fields } = parseLogLine(line, { service: 'backend', replica: undefined, fallbackTime: '' })
  const error = fields['error']
  const cause = typeof error === 'object' && error !== null && 'message' in error ? `: ${String(error.message)}` : ''
  return `${message}${cause}`
}
