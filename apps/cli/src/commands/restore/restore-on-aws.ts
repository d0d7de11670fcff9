import type { AwsRestoreReport, RestorePlan } from '@semiont/operations/aws/backup'
import { type Answer, answer } from '../../shell/answer.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { awsWork } from '../backup/backup-on-aws.ts'
import { countText } from '../backup/size-text.ts'

export async function restoreOnAws(
  context: CommandContext,
  target: { readonly name: string } | { readonly moment: Date },
  keepOld: boolean,
): Promise<Answer> {
  if (keepOld) throw new UsageError('On AWS the database so far is always kept. Leave --keep-old out.')
  const work = await awsWork(context)
  const { prepareRestore, restoreBeside } = await import('@semiont/operations/aws/backup')
  const prepared = await prepareRestore(work, target, 'restored')
  const { plan } = prepared
  if (context.flags.dryRun) return answer(['Would restore beside what runs:', ...planLines(plan)].join('\n'), { plan })
  for (const line of planLines(plan)) context.output.note(line)
  const report = await restoreBeside(work, prepared)
  context.recordChange({ after: { copy: plan.copy, files: report.copy.files, moment: plan.moment } })
  return toAnswer(report)
}

export function planLines({
  target,
  moment,
  copy,
  files,
  filesAreOlder,
  minutes,
  instanceClass,
  storageGb,
}: RestorePlan): string[] {
  return [
    `${target}: the database as of ${moment} into a new instance ${copy} (${instanceClass}, ${storageGb} GB)${files === null ? '; there is no backup of files of that day' : ', the files into a new file system'}.`,
    ...(filesAreOlder ? ['The files are from before that moment: documents in between may be missing.'] : []),
    `That takes ${minutes.least} to ${minutes.most} minutes, and costs as much as what runs from then on, by the hour, until it is removed.`,
  ]
}

function toAnswer(report: AwsRestoreReport): Answer {
  const { plan, copy, log, switch: steps } = report
  const findings = [...copy.findings, ...log.findings]
  const lines = [
    `Restored beside what runs, in ${(copy.seconds / 60).toFixed(1)} min: database ${copy.name}, files ${copy.files ?? 'none'}, as of ${plan.moment}.`,
    ...(log.events === null ? [] : [`${countText(log.events, 'event')} of it verified.`]),
    ...findings,
    'Nothing of the installation was changed. To put the copy in its place:',
    ...steps.map((step) => `  ${step}`),
    'Or remove the copy:',
    `  aws rds delete-db-instance --skip-final-snapshot --db-instance-identifier ${copy.name}`,
    ...(copy.files === null ? [] : [`  aws efs delete-file-system --file-system-id ${copy.files}`]),
  ]
  return answer(lines.join('\n'), report, findings.length === 0 ? EXIT.fine : EXIT.partial)
}
