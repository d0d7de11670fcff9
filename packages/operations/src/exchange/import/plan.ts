import { extensionOf, withExtension } from '../paths.ts'
import { isSidecar } from '../formats/markdown/sidecar.ts'
import { MANIFEST } from '../manifest.ts'
import type { SourceFile } from '../source/open-source.ts'

export const IMPORT_FORMATS = [
  'auto',
  'text',
  'markdown',
  'html',
  'jsonld',
  'hypothesis',
  'brat',
  'conll',
  'csv',
] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

export type AnnotationFormat = 'jsonld' | 'hypothesis' | 'csv' | 'sidecar'

/** What a file is taken for. */
export type ImportItem =
  | { readonly kind: 'document'; readonly file: SourceFile; readonly mediaType: string | undefined }
  | { readonly kind: 'brat'; readonly file: SourceFile; readonly annotations: SourceFile }
  | { readonly kind: 'conll'; readonly file: SourceFile }
  /** `format` undefined: the content decides, and may make it a document. */
  | { readonly kind: 'annotations'; readonly file: SourceFile; readonly format: AnnotationFormat | undefined }

export interface ImportPlan {
  /** Documents and what brings its text along; then files that are only about documents. */
  readonly items: readonly ImportItem[]
  readonly manifest: SourceFile | undefined
  readonly problems: readonly { readonly path: string; readonly reason: string }[]
}

const CONLL = new Set(['conll', 'conllu', 'conll03', 'iob', 'iob2', 'bio', 'bioes'])
const BRAT_SETTINGS = new Set(['annotation.conf', 'visual.conf', 'tools.conf', 'kb_shortcuts.conf'])
const MEDIA_TYPES: Readonly<Partial<Record<ImportFormat, string>>> = {
  text: 'text/plain',
  markdown: 'text/markdown',
  html: 'text/html',
}

/** Says of each file what it is, by its name; what only its content can tell is told later. */
export function planImport(files: readonly SourceFile[], format: ImportFormat): ImportPlan {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const first: ImportItem[] = []
  const later: ImportItem[] = []
  const problems: { path: string; reason: string }[] = []
  for (const file of files) {
    if (file.path === MANIFEST) continue
    const item = itemOf(file, format, byPath)
    if (typeof item === 'string') problems.push({ path: file.path, reason: item })
    else if (item?.kind === 'annotations') later.push(item)
    else if (item) first.push(item)
  }
  return { items: [...first, ...later], manifest: byPath.get(MANIFEST), problems }
}

/** undefined: part of another item; a text: why it cannot be taken. */
function itemOf(
  file: SourceFile,
  format: ImportFormat,
  byPath: ReadonlyMap<string, SourceFile>,
): ImportItem | string | undefined {
  const extension = extensionOf(file.path)
  const mediaType = MEDIA_TYPES[format]
  if (mediaType !== undefined) return { kind: 'document', file, mediaType }
  if (format === 'jsonld' || format === 'hypothesis' || format === 'csv') return { kind: 'annotations', file, format }
  if (format === 'conll') return { kind: 'conll', file }
  if (extension === 'ann')
    return byPath.has(withExtension(file.path, 'txt')) ? undefined : 'its text is missing: a .txt of the same name'
  if (BRAT_SETTINGS.has(file.path.split('/').at(-1) ?? '')) return undefined
  const annotations = extension === 'txt' ? byPath.get(withExtension(file.path, 'ann')) : undefined
  if (annotations) return { kind: 'brat', file, annotations }
  if (CONLL.has(extension)) return { kind: 'conll', file }
  if (isSidecar(file.path)) return { kind: 'annotations', file, format: 'sidecar' }
  if (['jsonld', 'ndjson', 'jsonl'].includes(extension)) return { kind: 'annotations', file, format: 'jsonld' }
  if (extension === 'json' || extension === 'csv') return { kind: 'annotations', file, format: undefined }
  return { kind: 'document', file, mediaType: undefined }
}
