import type { AwsBackupOptions, BackupMoment } from '@semiont/operations/aws/backup'
import { type Answer, answer } from '../../shell/answer.ts'
import { awsConnectionOf } from '../../shell/aws-connection.ts'
import type { Input } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { UsageError } from '../../shell/usage-error.ts'
import type { options } from './definition.ts'
import { sizeText } from './size-text.ts'

/** What AWS decides by itself. */
const NOT_ON_AWS = {
  to: 'Backups on AWS lie in the vault of the installation.',
  incremental: 'Of files, AWS Backup takes what has changed by itself; of a database, RDS does.',
  keep: 'The vault lets nobody remove what is in it; it ends after aws.keep.backupDays.',
} as const

export async function backupOnAws(
  context: CommandContext,
  word: string | undefined,
  given: Input<typeof options>['options'],
): Promise<Answer> {
  for (const [name, why] of Object.entries(NOT_ON_AWS))
    if (given[name as keyof typeof NOT_ON_AWS] !== undefined) throw new UsageError(`${why} Leave --${name} out.`)
  const work = await awsWork(context)
  const { createAwsBackup, listBackups } = await import('@semiont/operations/aws/backup')
  if (word === 'list') return listAnswer(await listBackups(work.connection))
  if (context.flags.dryRun) {
    const { vault } = await listBackups(work.connection)
    return answer(`Would make a recovery point of the database, then one of the files, in the vault ${vault}.`, {
      vault,
    })
  }
  const report = await createAwsBackup(work)
  const { name, vault, database, files, seconds } = report
  context.recordChange({ after: { name, vault, database: database.arn, files: files.arn } })
  const lines = [
    `Backed up to the vault ${vault} as ${name}.`,
    `In ${(seconds / 60).toFixed(1)} min: database ${sizeText(database.bytes)}, files ${sizeText(files.bytes)}, both encrypted. Secrets are not in it.`,
    ...(database.endsAt === null ? [] : [`It ends at ${database.endsAt.toISOString()}.`]),
    `Prove it with: semiont verify ${name} --environment ${context.environmentName}`,
  ]
  return answer(lines.join('\n'), report)
}

/** What every command about backups on AWS works with. */
export async function awsWork(context: CommandContext): Promise<AwsBackupOptions> {
  const connection = await awsConnectionOf(context)
  if (connection === undefined) throw new Error(`${context.environmentName} is not on AWS.`)
  return {
    connection,
    now: () => context.now(),
    progress: { step: (text) => context.output.note(text) },
    signal: context.signal,
  }
}

function listAnswer({ vault, moments }: { vault: string; moments: readonly BackupMoment[] }): Answer {
  const backups = moments.map(({ name, at, database, files, filesAreOlder }) => ({
    name,
    at: at.toISOString(),
    bytes: database.bytes + (files?.bytes ?? 0),
    database: database.arn,
    files: files?.arn ?? null,
    filesAreOlder,
    endsAt: database.endsAt?.toISOString() ?? null,
  }))
  if (backups.length === 0)
    return answer(`The vault ${vault} holds no complete backup yet.\nMake one with: semiont backup`, {
      place: vault,
      backups,
    })
  const lines = backups.map(({ name, bytes, files, filesAreOlder }) =>
    [
      `  ${name}`,
      sizeText(bytes),
      ...(files === null ? ['no files'] : []),
      ...(filesAreOlder ? ['files are older'] : []),
    ].join('  '),
  )
  return answer([`In the vault ${vault}, the newest first:`, ...lines].join('\n'), { place: vault, backups })
}
