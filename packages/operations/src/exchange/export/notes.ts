import { join } from 'node:path'
import { type Client, during, patiently } from '../api.ts'
import { hasFrontMatter, writeFrontMatter } from '../formats/markdown/front-matter.ts'
import { SIDECAR, writeSidecar } from '../formats/markdown/sidecar.ts'
import type { JsonObject } from '../model.ts'
import { nameOf } from '../paths.ts'
import { renameSources } from '../web-annotation.ts'
import { writeBytes, writePieces } from './destination.ts'
import { recordsOf, webAnnotationOf } from './records.ts'
import type { SelectedDocument } from './select.ts'

export interface NoteRequest {
  readonly client: Client
  readonly signal: AbortSignal
  readonly folder: string
  readonly document: SelectedDocument
  /** Path of another document of the export. */
  readonly pathOf: (iri: string) => string | undefined
}

/**
 * Writes the document as it is (Markdown without front matter gets one where its name or what is known of it would be lost)
 * and its annotations beside it. Resolves to how many they are.
 */
export async function writeNote({ client, signal, folder, document, pathOf }: NoteRequest): Promise<number> {
  const { id, path, name, mediaType, metadata } = document
  const content = await patiently(signal, () => client.resources.content(id, { signal: during(signal) }))
  const isNamed = name === nameOf(path)
  const described =
    metadata.description !== undefined || metadata.entityTypes !== undefined || metadata.derivedFrom !== undefined
  let needsSidecar = !isNamed || described
  if (mediaType === 'text/markdown' && needsSidecar) {
    const markdown = await content.text()
    needsSidecar = hasFrontMatter(markdown)
    await writePieces(join(folder, path), needsSidecar ? [markdown] : [writeFrontMatter(name, metadata), markdown])
  } else await writeBytes(folder, path, content.body)
  const annotations: { annotation: JsonObject; quote: string }[] = []
  for await (const page of recordsOf({ client, signal }, document)) {
    for (const record of page) {
      const quote = record.targets.map((target) => target.quote?.exact ?? '').join('\n')
      annotations.push({ annotation: renameSources(webAnnotationOf(record), (iri) => pathOf(iri) ?? iri), quote })
    }
  }
  if (annotations.length > 0 || needsSidecar)
    await writePieces(join(folder, sidecarOf(path)), writeSidecar({ path, name, metadata }, annotations))
  return annotations.length
}

/** `note.md` has `note.annotations.md`; `note.txt` has `note.txt.annotations.md`, for both may be there. */
const sidecarOf = (path: string): string => (path.endsWith('.md') ? path.slice(0, -'.md'.length) : path) + SIDECAR
