import { resolve } from 'node:path'
import { IMPORT_FORMATS, type ImportReport, importMaterial } from '@semiont/operations/exchange'
import { withOperatorClient } from '@semiont/operations/operator'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import type { options } from './definition.ts'

/** Partial when an item failed; problems are listed on standard error. */
export const run: Run<typeof options> = async (context, { arguments: paths, options: given }) => {
  const { output, signal, flags } = context
  const platform = await context.platform()
  const report = await withOperatorClient(platform, signal, async (client) =>
    importMaterial({
      client,
      paths: paths.map((path) => resolve(context.workingDirectory, path)),
      collection: given.collection,
      format: IMPORT_FORMATS.find((format) => format === given.format) ?? 'auto',
      onConflict: given['on-conflict'] === 'new' ? 'new' : 'skip',
      dryRun: flags.dryRun,
      signal,
      progress: (text) => output.note(text),
    }),
  )
  const { collection, documents, annotations } = report
  context.recordChange({ after: { collection, documents, annotations } })
  for (const { item, reason } of report.problems) output.note(`${item}: ${reason}`)
  return answer(describe(report).join('\n'), report, report.isComplete ? EXIT.fine : EXIT.partial)
}

function describe(report: ImportReport): string[] {
  const { collection, documents, annotations, vocabulary, dryRun } = report
  const did = dryRun ? 'Would add' : 'Added'
  return [
    `${did} ${count(documents.created, 'document')} and ${count(annotations.created, 'annotation')} ${dryRun ? 'to' : 'in'} the collection ${collection.name}${collection.created ? (dryRun ? ', which would be made' : ', which is new: only administrators and its members see it') : ''}.`,
    ...line(
      documents.skipped + annotations.skipped,
      `Left out as already here: ${count(documents.skipped, 'document')}, ${count(annotations.skipped, 'annotation')}.`,
    ),
    ...line(
      report.conflicts,
      `Of these, ${count(report.conflicts, 'document')} with the same path and another content; add them beside the others with --on-conflict new.`,
    ),
    ...line(vocabulary.entityTypes.length, `New entity types: ${vocabulary.entityTypes.join(', ')}.`),
    ...line(vocabulary.tagSchemas.length, `New tag schemas: ${vocabulary.tagSchemas.join(', ')}.`),
    ...line(
      report.withoutText,
      `${count(report.withoutText, 'document')} kept as files: they can be downloaded, but there is no text in them to read and mark here (PDF, pictures and the like).`,
    ),
    ...line(report.linksWithoutTarget, `${count(report.linksWithoutTarget, 'link')} to notes that are not here.`),
    ...line(
      documents.failed + annotations.failed,
      `Failed: ${count(documents.failed, 'document')}, ${count(annotations.failed, 'annotation')}; the reasons stand above. Mend the files and run the same command again: only what is missing is added.`,
    ),
  ]
}

const line = (when: number, text: string): string[] => (when > 0 ? [text] : [])

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`
