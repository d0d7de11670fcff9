import type { MomentReport } from '@semiont/operations'
import {
  earliestMoment,
  holdsSomething,
  openFolderStore,
  restoreBackup,
  restoreMoment,
  type RestoreReport,
} from '@semiont/operations/backup'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { parseMoment } from '../../shell/duration.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { findPlace } from '../backup/archive-place.ts'
import { countText } from '../backup/size-text.ts'
import type { options } from './definition.ts'
import { restoreOnAws } from './restore-on-aws.ts'

export const run: Run<typeof options> = async (context, { arguments: [archive], options: given }) => {
  const time = given['to-time']
  if ((archive === undefined) === (time === undefined))
    throw new UsageError('semiont restore needs an archive or --to-time. See: semiont restore --help')
  if ((await context.environment()).settings.platform === 'aws') {
    const moment = time === undefined ? undefined : parseMoment(time, '--to-time', context.now())
    const target = moment === undefined ? { name: archive ?? '' } : { moment }
    return await restoreOnAws(context, target, given['keep-old'] === true)
  }
  if (time !== undefined) return await restoreTime(context, time, given['keep-old'] === true)
  return await restoreArchive(context, archive ?? '', given['keep-old'] === true)
}

async function restoreTime(context: CommandContext, time: string, keepOld: boolean): Promise<Answer> {
  const moment = parseMoment(time, '--to-time', context.now())
  const platform = await context.platform()
  if (context.flags.dryRun) {
    const earliest = await earliestMoment(platform)
    const reach =
      earliest === null ? 'There is no base backup yet.' : `The log is kept since ${earliest.toISOString()}.`
    return answer(`Would take the database back to ${moment.toISOString()}. ${reach}`, { moment, earliest })
  }
  const report = await restoreMoment({
    platform,
    moment,
    keepOld,
    confirm: (what) => context.confirmSevere(what),
    now: () => context.now(),
    progress: { step: (text) => context.output.note(text) },
    signal: context.signal,
  })
  context.recordChange({ after: { moment: moment.toISOString(), keptFiles: report.keptFiles } })
  return atMoment(moment, report)
}

function atMoment(moment: Date, { events, damage, missingBlobs, keptFiles }: MomentReport): Answer {
  const lines = [
    `The database is as it was at ${moment.toISOString()}: ${countText(events, 'event')}.`,
    ...(keptFiles === null ? [] : [`The files of the database so far are in ${keptFiles}.`]),
    ...(damage === null
      ? []
      : [`Event ${damage.version} of ${damage.streamId} is not as it was written: ${damage.reason}.`]),
    ...missingBlobs.map((sha256) => `The document bytes ${sha256} were deleted since; an archive may have them.`),
    'Go on with: semiont start',
  ]
  const isWhole = damage === null && missingBlobs.length === 0
  return answer(
    lines.join('\n'),
    { moment, events, damage, missingBlobs, keptFiles },
    isWhole ? EXIT.fine : EXIT.partial,
  )
}

async function restoreArchive(context: CommandContext, archive: string, keepOld: boolean): Promise<Answer> {
  const place = findPlace(context, await context.environment(), archive)
  const report = await restoreBackup({
    platform: await context.platform(),
    store: openFolderStore(place.folder),
    name: place.name ?? archive,
    keepOld,
    dryRun: context.flags.dryRun,
    confirm: (what) => context.confirmSevere(what),
    now: () => context.now(),
    progress: { step: (text) => context.output.note(text) },
    signal: context.signal,
  })
  context.recordChange({
    before: report.replaced,
    after: { archive: report.archive, digest: report.digest, keptDatabase: report.keptDatabase },
  })
  return report.restored ? restored(report) : planned(report)
}

function planned(report: RestoreReport): Answer {
  const { documents, annotations } = report.replaced
  const replaced = holdsSomething(report.replaced)
    ? `This would replace everything in the installation: ${countText(documents, 'document')}, ${countText(annotations, 'annotation')}.`
    : 'The installation holds nothing yet.'
  return answer(`The archive is whole: ${content(report)}, as of ${report.createdAt}.\n${replaced}`, report)
}

function restored(report: RestoreReport): Answer {
  const { createdAt, seconds, keptDatabase, configuration, missingBlobs, foreignTables, stopped } = report
  const lines = [
    `Restored ${report.archive}: everything is as of ${createdAt}.`,
    `${content(report)} in ${seconds.toFixed(1)} s.`,
    ...(keptDatabase === null ? [] : [`The database so far is kept as ${keptDatabase}.`]),
    ...(configuration.written.length === 0 ? [] : [`Wrote ${configuration.written.join(', ')}.`]),
    ...(configuration.different.length === 0
      ? []
      : [`Left as they are, though the archive has others: ${configuration.different.join(', ')}.`]),
    ...foreignTables.map((table) => `The table ${table} is none of Semiont's and was left in the archive.`),
    ...missingBlobs.map((sha256) => `The document bytes ${sha256} were missing when the archive was made.`),
    ...stopped.map(
      (name) => `The ${name} was stopped before and still is. Start it with: semiont start --service ${name}`,
    ),
    'See that all is well with: semiont check',
  ]
  return answer(lines.join('\n'), report, missingBlobs.length === 0 ? EXIT.fine : EXIT.partial)
}

function content({ rows, tables, blobs }: RestoreReport): string {
  return `${countText(rows, 'row')} of ${tables} tables, ${countText(blobs, 'document file')}`
}
