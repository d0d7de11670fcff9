import { parse } from 'yaml'
import { isObject, stringOf, stringsOf } from '../../json.ts'
import type { DocumentMetadata, JsonObject, ReadFault } from '../../model.ts'
import { readFrontMatter, toYaml } from './front-matter.ts'

/**
 * `note.md` keeps its annotations in `note.annotations.md`: for people a quote of each passage with what was said about
 * it, for programs the Web Annotation in a YAML block.
 */
export const SIDECAR = '.annotations.md'

export const isSidecar = (path: string): boolean => path.endsWith(SIDECAR)

export interface Sidecar {
  /** Path of the document. */
  readonly document: string
  readonly name: string
  readonly metadata: DocumentMetadata
  readonly annotations: readonly JsonObject[]
  readonly faults: readonly ReadFault[]
}

export function* writeSidecar(
  document: { path: string; name: string; metadata: DocumentMetadata },
  annotations: Iterable<{ annotation: JsonObject; quote: string }>,
): Generator<string> {
  const { path, name, metadata } = document
  const { description, language, entityTypes } = metadata
  const fields = {
    semiont: 'annotations',
    document: path,
    title: name,
    ...(description ? { description } : {}),
    ...(language === undefined ? {} : { lang: language }),
    ...(entityTypes === undefined || entityTypes.length === 0 ? {} : { entity_types: entityTypes }),
  }
  yield `---\n${toYaml(fields)}---\n`
  for (const { annotation, quote } of annotations) yield entry(annotation, quote)
}

function entry(annotation: JsonObject, quote: string): string {
  const said = stringsOf([annotation['body']].flat().map((body) => (isObject(body) ? body['value'] : undefined)))
  const shown = [quote || '(the whole document)', ...said].map(quoted).join('>\n')
  return `\n${shown}\n\`\`\`yaml\n${toYaml(annotation)}\`\`\`\n`
}

const quoted = (text: string): string =>
  text
    .split(/\r\n|[\n\r]/)
    .map((line) => `> ${line}\n`)
    .join('')

/** undefined when the file is no sidecar of ours, whatever its name. */
export function readSidecar(text: string): Sidecar | undefined {
  const { name = '', metadata } = readFrontMatter(text)
  const head = /^---\r?\n([\s\S]*?)^---\r?$/m.exec(text)
  const fields = parseYaml(head?.[1] ?? '')
  if (!isObject(fields) || fields['semiont'] !== 'annotations') return undefined
  const document = stringOf(fields['document'])
  if (document === undefined) return undefined
  const annotations: JsonObject[] = []
  const faults: ReadFault[] = []
  for (const [index, [, yaml = '']] of [...text.matchAll(/^```yaml\r?\n([\s\S]*?)^```/gm)].entries()) {
    const read = parseYaml(yaml)
    if (isObject(read)) annotations.push(read)
    else faults.push({ where: `annotation ${index + 1}`, reason: 'its block is no YAML' })
  }
  return { document, name, metadata, annotations, faults }
}

function parseYaml(yaml: string): unknown {
  try {
    return parse(yaml, { logLevel: 'silent', maxAliasCount: 0, schema: 'core' }) as unknown
  } catch {
    return undefined
  }
}
