import { randomUUID } from 'node:crypto'
import { currentActor, queryTrail, redactText } from '@semiont/operations/audit'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Input, Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { parseMoment } from '../../shell/duration.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { eventLines } from '../audit/event-lines.ts'
import { parseLimit } from '../audit/parse-limit.ts'
import type { options } from './definition.ts'

export const run: Run<typeof options> = async (context, input) => {
  const [action = 'show', ...words] = input.arguments
  if (action === 'add') return await add(context, words.join(' ').trim(), input.options.procedure)
  if (words.length > 0) throw new UsageError(`semiont journal show takes no "${words.join(' ')}".`)
  return await show(context, input)
}

/** A note is a record of its own, so the command that adds it needs no other. */
async function add(context: CommandContext, text: string, procedure: string | undefined): Promise<Answer> {
  if (text === '') throw new UsageError('Say what was done: semiont journal add "Reviewed the alarms"')
  const note = { text: redactText(text), procedure: procedure ?? null }
  if (context.flags.dryRun) return answer(`Would note: ${note.text}`, note)
  const { sequence, at } = await (await context.trail()).append({
    kind: 'note',
    id: randomUUID(),
    at: context.now().toISOString(),
    actor: currentActor(context.env),
    environment: context.environmentName,
    details: note,
  })
  return answer(`Noted as record ${sequence} at ${at}.`, { sequence, at, ...note })
}

async function show(context: CommandContext, { options: given }: Input<typeof options>): Promise<Answer> {
  const now = context.now()
  const events = await queryTrail(await context.trail(), {
    ...(given.since === undefined ? {} : { since: parseMoment(given.since, '--since', now) }),
    ...(given.until === undefined ? {} : { until: parseMoment(given.until, '--until', now) }),
    ...(given.procedure === undefined ? {} : { procedure: given.procedure }),
    limit: parseLimit(given.limit, 100),
  })
  if (events.length > 0) return answer(eventLines(events).join('\n'), { events })
  return answer('The journal has no entry for that.\nAdd one with: semiont journal add "<what was done>"', { events })
}
