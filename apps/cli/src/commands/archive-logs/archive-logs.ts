import type { ArchiveLogsOptions, ArchivePlan, ArchiveReport } from '@semiont/operations/aws/archive-logs'
import { type Answer, answer } from '../../shell/answer.ts'
import { awsConnectionOf } from '../../shell/aws-connection.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { parseDuration } from '../../shell/duration.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { countText, sizeText } from '../backup/size-text.ts'
import type { options } from './definition.ts'

const DAY = 86_400

export const run: Run<typeof options> = async (context, { options: given }) => {
  const olderThanSeconds = parseDuration(given['older-than'] ?? '30d', '--older-than')
  // AWS needs up to twelve hours until all that was written can be exported.
  if (olderThanSeconds < DAY) throw new UsageError('--older-than must be at least 1d.')
  const connection = await awsConnectionOf(context)
  if (connection === undefined) return await refuseHere(context)
  const { archiveLogs, planArchiving } = await import('@semiont/operations/aws/archive-logs')
  const work: ArchiveLogsOptions = {
    connection,
    ...(given['log-group'] === undefined ? {} : { group: given['log-group'] }),
    olderThanSeconds,
    now: () => context.now(),
    progress: { step: (text) => context.output.note(text) },
    signal: context.signal,
  }
  if (context.flags.dryRun) return planAnswer(await planArchiving(work))
  const report = await archiveLogs(work)
  const { group, bucket, receipt, deleted } = report
  context.recordChange({ after: { group, bucket, receipt, deleted } })
  return reportAnswer(report)
}

async function refuseHere(context: CommandContext): Promise<never> {
  const { rotateBytes, keep } = (await context.environment()).settings.logs
  throw new UsageError(
    `The environment ${context.environmentName} runs on this machine, where there is nothing to archive: a log file is put ` +
      `aside at ${sizeText(rotateBytes)} (logs.rotateBytes) and the newest ${keep} of each service stay (logs.keep). ` +
      'Read them with: semiont logs; for an installation on AWS add --environment <name>.',
  )
}

function planAnswer(plan: ArchivePlan): Answer {
  const { group, bucket, boundary, streams, staying, alike, unfinished, retentionDays } = plan
  const forgets = retentionDays === null ? '' : ` CloudWatch forgets after ${countText(retentionDays, 'day')}.`
  const lines = [
    ...(unfinished
      ? [`An earlier archiving of ${group} has not come to its end: it would be gone on with first.`]
      : []),
    streams.length === 0
      ? `Nothing in ${group} is older than ${boundary}.${forgets}`
      : `Would export ${countText(streams.length, 'stream')} of ${group} without an event since ${boundary} to ${bucket}, compare, and delete them:`,
    ...streams.map((name) => `  ${name}`),
    ...(staying === 0 ? [] : [`${countText(staying, 'stream stays', 'streams stay')}.`]),
    ...alike.map((name) => `  ${name} stays: another stream would share its folder in the archive.`),
  ]
  return answer(lines.join('\n'), plan)
}

function reportAnswer(report: ArchiveReport): Answer {
  const { group, bucket, boundary, receipt, archived, deleted, kept } = report
  if (deleted.length === 0 && kept.length === 0)
    return answer(`Nothing in ${group} is older than ${boundary}: nothing was archived or deleted.`, report)
  const events = archived.reduce((sum, stream) => sum + stream.events, 0)
  const bytes = archived.reduce((sum, stream) => sum + stream.bytes, 0)
  const lines = [
    ...(receipt === null
      ? []
      : [
          `Archived ${countText(events, 'event')} of ${countText(archived.length, 'stream')} of ${group} in s3://${bucket} (${sizeText(bytes)}).`,
          `What is in it: s3://${bucket}/${receipt}`,
        ]),
    `Deleted ${countText(deleted.length, 'stream')} that the archive was compared with.`,
    ...kept.map(({ stream, reason }) => `Kept ${stream}: ${reason}`),
    ...(kept.length === 0 ? [] : ['What was kept is tried again with the next archiving.']),
  ]
  return answer(lines.join('\n'), report, kept.length === 0 ? EXIT.fine : EXIT.partial)
}
