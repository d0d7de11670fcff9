import { backupDirectoryOf } from '@semiont/config'
import { findNewestArchive, openFolderStore, verifyBackup, type VerifyReport } from '@semiont/operations/backup'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { type ArchivePlace, findPlace } from '../backup/archive-place.ts'
import { countText } from '../backup/size-text.ts'
import { verifyOnAws } from './verify-on-aws.ts'

export const run: Run = async (context, { arguments: [archive] }) => {
  if ((await context.environment()).settings.platform === 'aws') return await verifyOnAws(context, archive)
  const place = await chooseArchive(context, archive)
  if (place.name === undefined) {
    const reason = `There is no archive of ${context.environmentName} in ${place.folder}.`
    return answer(`${reason}\nMake one with: semiont backup`, { archive: null, findings: [reason] }, EXIT.findings)
  }
  const report = await verifyBackup({
    platform: await context.platform(),
    store: openFolderStore(place.folder),
    name: place.name,
    now: () => context.now(),
    progress: { step: (text) => context.output.note(text) },
    signal: context.signal,
  })
  return toAnswer(report)
}

async function chooseArchive(context: CommandContext, archive: string | undefined): Promise<ArchivePlace> {
  const environment = await context.environment()
  if (archive !== undefined) return findPlace(context, environment, archive)
  const folder = backupDirectoryOf(environment)
  return { folder, name: await findNewestArchive(openFolderStore(folder), environment.name) }
}

function toAnswer(report: VerifyReport): Answer {
  const { archive, sound, findings } = report
  if (report.digest === null)
    return answer(
      [`${archive} cannot be restored.`, ...findings, 'Make another with: semiont backup'].join('\n'),
      report,
      EXIT.findings,
    )
  const lines = [
    sound ? `${archive} is sound: it was restored and compared.` : `${archive} was restored, and something is wrong:`,
    ...findings,
    `${countText(report.rows, 'row')} of ${report.tables} tables, ${countText(report.blobs, 'document file')}, ${countText(report.events, 'event')}.`,
    `Age ${(report.ageHours ?? 0).toFixed(1)} h (at most ${report.rpoHours} h wanted); restored in ${(report.restoreSeconds ?? 0).toFixed(1)} s (at most ${report.rtoMinutes} min wanted).`,
    ...(sound ? [] : ['Make another with: semiont backup']),
  ]
  return answer(lines.join('\n'), report, sound ? EXIT.fine : EXIT.findings)
}
