import type { Environment } from '@semiont/config'
import {
  archiveName,
  type BackupReport,
  createBackup,
  findNewestArchive,
  openFolderStore,
} from '@semiont/operations/backup'
import { type Answer, answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import { UsageError } from '../../shell/usage-error.ts'
import { targetPlace } from './archive-place.ts'
import { backupOnAws } from './backup-on-aws.ts'
import type { options } from './definition.ts'
import { countText, sizeText } from './size-text.ts'

export const run: Run<typeof options> = async (context, { arguments: [word], options: given }) => {
  const keep = parseKeep(given.keep)
  const environment = await context.environment()
  if (environment.settings.platform === 'aws') return await backupOnAws(context, word, given)
  if (word === 'list') return await listArchives(context, environment, given.to)
  const { folder, name } = targetPlace(context, environment, given.to)
  const store = openFolderStore(folder)
  const incremental = given.incremental === true
  if (context.flags.dryRun) {
    const parent = incremental ? await findNewestArchive(store, environment.name) : undefined
    const file = `${folder}/${name ?? archiveName(environment.name, context.now())}`
    return answer(`Would write ${file}${parent === undefined ? '' : `, adding to ${parent}`}.`, {
      file,
      parent: parent ?? null,
    })
  }
  const report = await createBackup({
    platform: await context.platform(),
    store,
    ...(name === undefined ? {} : { name }),
    incremental,
    ...(keep === undefined ? {} : { keep }),
    now: () => context.now(),
    progress: { step: (text) => context.output.note(text) },
    signal: context.signal,
  })
  context.recordChange({ after: { file: report.file, digest: report.digest, removed: report.removed } })
  return toAnswer(report)
}

async function listArchives(
  context: CommandContext,
  environment: Environment,
  to: string | undefined,
): Promise<Answer> {
  const { folder } = targetPlace(context, environment, to)
  const store = openFolderStore(folder)
  const prefix = `semiont-${environment.name}-`
  const names = (await store.list()).filter((name) => name.startsWith(prefix)).toReversed()
  const backups = await Promise.all(names.map(async (name) => ({ name, bytes: (await store.find(name))?.size ?? 0 })))
  if (backups.length === 0)
    return answer(`There is no archive of ${environment.name} in ${folder}.\nMake one with: semiont backup`, {
      place: folder,
      backups,
    })
  const lines = backups.map(({ name, bytes }) => `  ${name}  ${sizeText(bytes)}`)
  return answer([`In ${folder}, the newest first:`, ...lines].join('\n'), { place: folder, backups })
}

function toAnswer(report: BackupReport): Answer {
  const { file, bytes, rows, tables, blobs, blobsHere, parent, problems, removed, digest, seconds } = report
  const lines = [
    `Backed up to ${file}`,
    `${sizeText(bytes)} in ${seconds.toFixed(1)} s: ${countText(rows, 'row')} of ${tables} tables, ${countText(blobsHere, 'document file')}${
      parent === null ? '' : ` (${blobs - blobsHere} more are in ${parent} and before)`
    }. Secrets are not in it.`,
    `sha256 of the archive: ${digest}`,
    ...(removed.length === 0 ? [] : [`Removed ${removed.join(', ')}.`]),
  ]
  if (problems.length === 0) return answer([...lines, `Prove it with: semiont verify ${file}`].join('\n'), report)
  const found = [`${countText(problems.length, 'thing is', 'things are')} wrong with the installation:`, ...problems]
  return answer([...lines, ...found, 'See: semiont check'].join('\n'), report, EXIT.findings)
}

function parseKeep(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const keep = Number(text)
  if (Number.isInteger(keep) && keep >= 1) return keep
  throw new UsageError(`"${text}" is no number for --keep: at least 1.`)
}
