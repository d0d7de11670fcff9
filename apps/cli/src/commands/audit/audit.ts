import { resolve } from 'node:path'
import { type Link, queryTrail, type TrailVerdict, verifyTrail } from '@semiont/operations/audit'
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
  const events = await queryTrail(await context.trail(), {
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
  const heads = noted === undefined ? [] : [parseHead(noted)]
  const trail = await context.trail()
  const [place, verdict] =
    file === undefined
      ? [trail.place, await trail.verify(heads)]
      : [resolve(file), await verifyTrail(resolve(file), heads)]
  const waiting = file === undefined ? await trail.countWaiting() : 0
  if (verdict === undefined)
    return answer('There is no audit trail yet: nothing has been changed by a command.', {
      intact: true,
      records: 0,
      waiting,
    })
  return answer(
    [...verdictLines(verdict, place), ...waitingLines(waiting)].join('\n'),
    { file: place, ...verdict, waiting },
    verdict.intact ? (waiting > 0 ? EXIT.partial : EXIT.fine) : EXIT.findings,
  )
}

function waitingLines(waiting: number): string[] {
  if (waiting === 0) return []
  return [
    `${waiting} ${waiting === 1 ? 'record is' : 'records are'} on this machine alone as yet; the next command that changes something hands them on.`,
  ]
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
  const found = await (await context.trail()).findHead()
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
