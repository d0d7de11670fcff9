import { isIri, isObject, listOf, objectsOf, stringOf, stringsOf } from '../../json.ts'
import type { JsonObject, ReadFault } from '../../model.ts'
import { ANNOTATION_CONTEXT } from '../../web-annotation.ts'

/** https://h.readthedocs.io/en/latest/api-reference/v1/ — what its search API answers, and what its clients export. */

export function isHypothesisExport(value: unknown): boolean {
  return rowsOf(value).some(isRow)
}

const rowsOf = (value: unknown): readonly unknown[] =>
  isObject(value) ? listOf(value['rows'] ?? value['annotations']) : listOf(value)

const isRow = (row: unknown): row is JsonObject =>
  isObject(row) && typeof row['uri'] === 'string' && Array.isArray(row['target'])

export function* readHypothesis(value: unknown): Generator<JsonObject | ReadFault> {
  for (const [index, row] of rowsOf(value).entries()) {
    const where = `row ${index + 1}`
    if (!isRow(row)) yield { where, reason: 'it has no uri and no target' }
    else if (!isIri(String(row['uri']))) yield { where, reason: `"${String(row['uri'])}" is no IRI` }
    else yield readRow(row)
  }
}

export const annotationIri = (id: string): string => `https://hypothes.is/a/${encodeURIComponent(id)}`

function readRow(row: JsonObject): JsonObject {
  const uri = String(row['uri'])
  const parent = stringsOf(row['references']).at(-1)
  const selectors = objectsOf(row['target'])
    .flatMap((target) => objectsOf(target['selector']))
    .flatMap(readSelector)
  const bodies = readBodies(row)
  const motivation = parent !== undefined ? 'replying' : bodies.length === 0 ? 'highlighting' : 'commenting'
  const id = stringOf(row['id'])
  const { created, updated, document } = row
  const title = isObject(document) ? stringsOf(document['title'])[0] : undefined
  return {
    '@context': ANNOTATION_CONTEXT,
    ...(id === undefined ? {} : { id: annotationIri(id) }),
    type: 'Annotation',
    motivation,
    ...(bodies.length === 0 ? {} : { body: bodies }),
    target: targetOf(parent, uri, selectors),
    ...readAgent(stringOf(row['user']), row['user_info']),
    ...dateOf('created', created),
    ...dateOf('modified', updated),
    ...(title === undefined ? {} : { 'semiont:documentTitle': title }),
  }
}

function targetOf(parent: string | undefined, uri: string, selectors: readonly JsonObject[]): unknown {
  if (parent !== undefined) return annotationIri(parent)
  return selectors.length === 0 ? uri : { source: uri, selector: selectors }
}

function readBodies(row: JsonObject): JsonObject[] {
  const text = stringOf(row['text']) ?? ''
  const purpose = stringsOf(row['references']).length > 0 ? 'replying' : 'commenting'
  return [
    ...(text === '' ? [] : [{ type: 'TextualBody', purpose, value: text, format: 'text/markdown' }]),
    ...stringsOf(row['tags']).map((value) => ({ type: 'TextualBody', purpose: 'tagging', value })),
  ]
}

/** Its positions count UTF-16 units of the page's own text; a page that has become a document here has another text. */
function readSelector(selector: JsonObject): JsonObject[] {
  switch (selector['type']) {
    case 'TextQuoteSelector': {
      const exact = stringOf(selector['exact'])
      if (exact === undefined || exact === '') return []
      const [prefix, suffix] = [stringOf(selector['prefix']), stringOf(selector['suffix'])]
      return [{ type: 'TextQuoteSelector', exact, ...(prefix ? { prefix } : {}), ...(suffix ? { suffix } : {}) }]
    }
    case 'TextPositionSelector': {
      const { start, end } = selector
      const fine =
        Number.isInteger(start) && Number.isInteger(end) && Number(start) >= 0 && Number(start) <= Number(end)
      return fine ? [{ type: 'TextPositionSelector', start, end }] : []
    }
    case 'RangeSelector':
      return rangeSelector(selector)
    case 'FragmentSelector': {
      const value = stringOf(selector['value'])
      return value === undefined ? [] : [{ type: 'FragmentSelector', value }]
    }
    default:
      return []
  }
}

/** Containers are XPaths, offsets positions in their text. */
function rangeSelector(selector: JsonObject): JsonObject[] {
  const point = (container: unknown, offset: unknown) =>
    typeof container !== 'string' || container === '' || !Number.isInteger(offset)
      ? undefined
      : {
          type: 'XPathSelector',
          value: container,
          refinedBy: { type: 'TextPositionSelector', start: offset, end: offset },
        }
  const startSelector = point(selector['startContainer'], selector['startOffset'])
  const endSelector = point(selector['endContainer'], selector['endOffset'])
  return startSelector && endSelector ? [{ type: 'RangeSelector', startSelector, endSelector }] : []
}

/** `acct:name@hypothes.is` is an IRI (RFC 7565). */
function readAgent(user: string | undefined, info: unknown): JsonObject {
  if (user === undefined) return {}
  const shown = isObject(info) ? stringOf(info['display_name']) : undefined
  const name = shown ?? user.replace(/^acct:/, '').replace(/@.*$/, '')
  return { creator: { ...(isIri(user) ? { id: user } : {}), type: 'Person', name } }
}

function dateOf(member: string, value: unknown): JsonObject {
  const time = Date.parse(stringOf(value) ?? '')
  return Number.isNaN(time) ? {} : { [member]: new Date(time).toISOString() }
}
