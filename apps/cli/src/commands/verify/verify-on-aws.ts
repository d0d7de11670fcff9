import type { AwsVerifyReport } from '@semiont/operations/aws/backup'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { awsWork } from '../backup/backup-on-aws.ts'
import { countText } from '../backup/size-text.ts'
import { planLines } from '../restore/restore-on-aws.ts'

/** @param name of a backup; undefined for the newest */
export async function verifyOnAws(context: CommandContext, name: string | undefined): Promise<Answer> {
  const work = await awsWork(context)
  const { newestBackup, prepareRestore, verifyAwsBackup } = await import('@semiont/operations/aws/backup')
  const prepared = await prepareRestore(work, { name: name ?? (await newestBackup(work)) }, 'verify')
  for (const line of planLines(prepared.plan)) context.output.note(line)
  context.output.note('It is removed again when it has been looked at.')
  const report = await verifyAwsBackup(work, prepared)
  return toAnswer(report)
}

function toAnswer(report: AwsVerifyReport): Answer {
  const { archive, sound, findings, events, left } = report
  const lines = [
    sound ? `${archive} is sound: it was restored and looked at.` : `${archive} was restored, and something is wrong:`,
    ...findings,
    ...(events === null ? [] : [`${countText(events, 'event')} verified by its hash.`]),
    'Of the files AWS tells that they are there and encrypted; nobody has read them.',
    `Age ${report.ageHours.toFixed(1)} h (at most ${report.rpoHours} h wanted); restored in ${(report.restoreSeconds / 60).toFixed(1)} min (at most ${report.rtoMinutes} min wanted).`,
    ...left.map((one) => `The copy could not be removed, and costs: ${one}`),
  ]
  if (!sound) return answer(lines.join('\n'), report, events === null ? EXIT.partial : EXIT.findings)
  return answer(lines.join('\n'), report, left.length === 0 ? EXIT.fine : EXIT.partial)
}
