import { parse, stringify } from 'yaml'
import { isIri, isObject, listOf, stringOf } from '../../json.ts'
import type { DocumentMetadata } from '../../model.ts'

export interface FrontMatter {
  readonly name?: string
  readonly metadata: DocumentMetadata
  /** Tags of the note as a whole. */
  readonly tags: readonly string[]
}

const BLOCK = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m

export function hasFrontMatter(markdown: string): boolean {
  return BLOCK.exec(markdown)?.index === 0
}

/** Takes what we have a place for; a block that is no YAML says nothing. */
export function readFrontMatter(markdown: string): FrontMatter {
  const block = BLOCK.exec(markdown)
  const fields = block?.index === 0 ? parseFields(block[1] ?? '') : {}
  const [language] = textsOf(fields['lang'] ?? fields['language'])
  const [description] = textsOf(fields['description'] ?? fields['summary'])
  const [name] = textsOf(fields['title'] ?? fields['name'])
  const source = stringOf(fields['source'] ?? fields['url'])
  const entityTypes = textsOf(fields['entity_types'] ?? fields['entity-types'])
  const aliases = textsOf(fields['aliases'] ?? fields['alias'])
  return {
    ...(name === undefined ? {} : { name: name.slice(0, 500) }),
    tags: textsOf(fields['tags'] ?? fields['tag']).map((tag) => tag.replace(/^#/, '')),
    metadata: {
      ...(description === undefined ? {} : { description: description.slice(0, 10_000) }),
      ...(language !== undefined && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? { language } : {}),
      ...(entityTypes.length === 0 ? {} : { entityTypes }),
      ...(aliases.length === 0 ? {} : { aliases }),
      ...(source !== undefined && isIri(source) ? { derivedFrom: source } : {}),
    },
  }
}

/** Numbers and the like are names too: `title: 1984`. Aliases may stand in one string with commas. */
function textsOf(value: unknown): string[] {
  return listOf(value)
    .flatMap((item) =>
      typeof item === 'string' || typeof item === 'number' ? [String(item).replace(/\s+/g, ' ').trim()] : [],
    )
    .filter((item) => item !== '')
}

function parseFields(yaml: string): Record<string, unknown> {
  try {
    const fields: unknown = parse(yaml, { logLevel: 'silent', maxAliasCount: 0, schema: 'core' })
    return isObject(fields) ? fields : {}
  } catch {
    return {}
  }
}

/** Only strings, and every one in double quotes: no line can be taken for anything but a value. */
export function toYaml(value: unknown): string {
  return stringify(value, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
    blockQuote: false,
  })
}

/** For a document that has no front matter of its own. The canonical text does not contain it, so no position moves. */
export function writeFrontMatter(
  name: string,
  { description, language, entityTypes, derivedFrom }: DocumentMetadata,
): string {
  const fields = {
    title: name,
    ...(description ? { description } : {}),
    ...(language === undefined ? {} : { lang: language }),
    ...(entityTypes === undefined || entityTypes.length === 0 ? {} : { entity_types: entityTypes }),
    ...(derivedFrom === undefined ? {} : { source: derivedFrom }),
  }
  return `---\n${toYaml(fields)}---\n`
}
