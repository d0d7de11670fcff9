import { resolve } from 'node:path'
import {
  type Destination,
  EXPORT_FORMATS,
  exportMaterial,
  type ExportReport,
  NEEDS_FOLDER,
  openFile,
  openFolder,
  safeName,
} from '@semiont/operations/exchange'
import { withOperatorClient } from '@semiont/operations/operator'
import { answer } from '../../shell/answer.ts'
import type { Run } from '../../shell/command.ts'
import type { CommandContext } from '../../shell/context.ts'
import { EXIT } from '../../shell/exit-codes.ts'
import type { options } from './definition.ts'

/** Partial when a document could not be written; what the format cannot hold is no failure. */
export const run: Run<typeof options> = async (context, { options: given }) => {
  const { output, signal, flags } = context
  const format = EXPORT_FORMATS.find((known) => known === given.format) ?? 'jsonld'
  const platform = await context.platform()
  const report = await withOperatorClient(platform, signal, async (client, baseUrl) => {
    const name =
      given.to ??
      `semiont-export-${safeName(given.collection ?? 'all')}-${format}-${context.now().toISOString().slice(0, 10)}`
    const isFile = given.to !== undefined && /\.[A-Za-z0-9]+$/.test(given.to) && !NEEDS_FOLDER.includes(format)
    return await exportMaterial({
      client,
      baseUrl,
      collection: given.collection,
      resources: given.resource ?? [],
      format,
      destination:
        given.to === '-' ? standardOutput(context) : await open(resolve(context.workingDirectory, name), isFile),
      exportedAt: context.now(),
      dryRun: flags.dryRun,
      signal,
      progress: (text) => output.note(text),
    })
  })
  for (const { item, reason } of report.problems) output.note(`${item}: ${reason}`)
  const text = describe(report, flags.dryRun).join('\n')
  if (given.to === '-') output.note(text)
  return answer(given.to === '-' ? '' : text, report, report.isComplete ? EXIT.fine : EXIT.partial)
}

async function open(path: string, isFile: boolean): Promise<Destination> {
  return isFile ? await openFile(path) : await openFolder(path)
}

function standardOutput({ output }: CommandContext): Destination {
  return {
    kind: 'stream',
    where: 'standard output',
    async write(pieces) {
      for await (const piece of pieces) await output.bytes(Buffer.from(piece))
    },
  }
}

function describe({ where, documents, annotations, losses, problems, format }: ExportReport, isDry: boolean): string[] {
  return [
    `${isDry ? 'Would write' : 'Wrote'} ${documents} documents with ${annotations} annotations as ${format} to ${where}.`,
    ...losses.list().map(({ what, count }) => `Not in it: ${count} ${what}.`),
    ...(problems.length === 0 ? [] : [`Failed: ${problems.length} documents; the reasons stand above.`]),
  ]
}
