import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { stateDirectoryOf } from '@semiont/config/project-directory'
import {
  auditFilesOf,
  type Link,
  queryTrail,
  readHead,
  type TrailVerdict,
  verifyTrail,
} from '@semiont/operations/audit'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Input, Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { parseMoment } from '../../shell/duration.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { UsageError } from '../../shell/usage-error.ts'
import type { options } from './definition.ts'
import { eventLines } from './event-lines.ts'
import { parseLimit } from './parse-limit.ts'

export const run: Run<typeof options> = async (context, input) => {
  const [action = 'show', file] = input.arguments
  if (file !== undefined && action !== 'verify') throw new UsageError(`semiont audit ${action} takes no "${file}".`)
  if (action === 'verify') return await verify(context, file, input.options.head)
  return action === 'head' ? await head(context) : await show(context, input)
}

async function show(context: CommandContext, { options: given }: Input<typeof options>): Promise<Answer> {
  const now = context.now()
  const events = await queryTrail(stateDirectory(context), {
    ...(given.actor === undefined ? {} : { actor: given.actor }),
    ...(given.command === undefined ? {} : { command: given.command }),
    ...(given.outcome === undefined ? {} : { outcome: given.outcome }),
    ...(given.since === undefined ? {} : { since: parseMoment(given.since, '--since', now) }),
    ...(given.until === undefined ? {} : { until: parseMoment(given.until, '--until', now) }),
    limit: parseLimit(given.limit, 50),
  })
  if (events.length > 0) return answer(eventLines(events).join('\n'), { events })
  const isFiltered = Object.keys(given).length > 0
  return answer(isFiltered ? 'Nothing in the audit trail matches.' : 'Nothing has been changed yet by a command.', {
    events,
  })
}

async function verify(context: CommandContext, file: string | undefined, noted: string | undefined): Promise<Answer> {
  const path = file === undefined ? auditFilesOf(stateDirectory(context)).trail : resolve(file)
  const heads = noted === undefined ? [] : [parseHead(noted)]
  const hasHead = heads.length > 0 || existsSync(auditFilesOf(stateDirectory(context)).head)
  if (file === undefined && !existsSync(path) && !hasHead)
    return answer('There is no audit trail yet: nothing has been changed by a command.', { intact: true, records: 0 })
  const verdict = existsSync(path) || file !== undefined ? await verifyTrail(path, heads) : goneTrail()
  return answer(
    verdictLines(verdict, path).join('\n'),
    { file: path, ...verdict },
    verdict.intact ? EXIT.fine : EXIT.findings,
  )
}

function goneTrail(): TrailVerdict {
  const explanation = 'The file is gone, and its head says that there was one.'
  return {
    intact: false,
    records: 0,
    firstBad: { sequence: 1, line: 1, damage: 'truncated', explanation },
    incompleteBytes: 0,
    last: null,
  }
}

function verdictLines({ intact, records, firstBad, incompleteBytes, last }: TrailVerdict, path: string): string[] {
  const lines = firstBad
    ? [
        `The audit trail is not as it was written: record ${firstBad.sequence} (line ${firstBad.line}) was ${firstBad.damage}.`,
        firstBad.explanation,
        `Keep ${path} as it is, and compare it with a copy.`,
      ]
    : [`The audit trail is whole: ${records} ${records === 1 ? 'record' : 'records'}.`]
  if (incompleteBytes > 0)
    lines.push(
      `After the last record stand ${incompleteBytes} bytes of one that a crash left incomplete; the next command sets them aside.`,
    )
  if (intact && last) lines.push(`It ends with ${last.sequence}:${last.hash}`)
  return lines
}

async function head(context: CommandContext): Promise<Answer> {
  const found = await readHead(stateDirectory(context))
  if (!found) return answer('There is no audit trail yet: nothing has been changed by a command.', { head: null })
  return answer(`${found.sequence}:${found.hash}`, { head: found })
}

/** @throws UsageError */
function parseHead(text: string): Link {
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text.trim()) ?? []
  if (sequence === undefined || hash === undefined)
    throw new UsageError(`"${text}" is not what semiont audit head prints: <sequence>:<64 hexadecimal digits>.`)
  return { sequence: Number(sequence), hash }
}

function stateDirectory({ directory, environmentName }: CommandContext): string {
  return stateDirectoryOf({ directory, name: environmentName })
}
