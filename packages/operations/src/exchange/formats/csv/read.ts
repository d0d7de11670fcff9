import type { ExchangeAnnotation, ExchangeBody, ReadFault, Span, Status } from '../../model.ts'
import { stableId } from '../../stable-id.ts'
import { COLUMNS, type Column, isAnnotationTable, type Row } from './columns.ts'
import { CsvError, readRows, splitValues } from './table.ts'

export interface ReadRow {
  /** Path, name or IRI of the document it is about. */
  readonly about: string
  readonly annotation: ExchangeAnnotation
}

/**
 * Reads a table of annotations. Columns may stand in any order; those we do not know are passed over.
 * @throws CsvError when it is no such table
 */
export function* readTable(text: string): Generator<ReadRow | ReadFault> {
  let header: (Column | undefined)[] | undefined
  let number = 0
  for (const cells of readRows(text)) {
    number += 1
    if (header === undefined) {
      header = readHeader(cells)
      continue
    }
    if (cells.every((cell) => cell === '')) continue
    const row: Row = Object.fromEntries(
      header.flatMap((column, index) => (column ? [[column, cells[index] ?? '']] : [])),
    )
    yield readRow(row, number)
  }
}

function readHeader(cells: readonly string[]): (Column | undefined)[] {
  if (!isAnnotationTable(cells))
    throw new CsvError(`The first line names no columns of annotations. Known: ${COLUMNS.join(', ')}.`)
  return cells.map((cell) => COLUMNS.find((column) => column === cell.trim().toLowerCase()))
}

function readRow(row: Row, number: number): ReadRow | ReadFault {
  const where = `row ${number}`
  const about = row.document?.trim() ?? ''
  if (about === '') return { where, reason: 'it names no document' }
  const spans = readSpans(row)
  if (spans === undefined)
    return {
      where,
      reason: `start "${row.start ?? ''}" and end "${row.end ?? ''}" are no passage: whole numbers, start before end`,
    }
  const status = row.status?.trim() ?? ''
  if (status !== '' && !isStatus(status))
    return { where, reason: `"${status}" is no status: suggested, accepted or rejected` }
  const created = row.created?.trim() ?? ''
  if (created !== '' && Number.isNaN(Date.parse(created))) return { where, reason: `"${created}" is no date` }
  const annotation: ExchangeAnnotation = {
    id: /^[A-Za-z][\w+.-]*:[^\s<>"{}|\\^`]+$/.test(row.id ?? '')
      ? (row.id ?? '')
      : stableId('csv', JSON.stringify(row)),
    spans,
    motivation: row.motivation?.trim() || (row.entity_types ? 'linking' : 'commenting'),
    bodies: readBodies(row),
    ...(row.quote ? { quote: quoteOf(row.quote, row) } : {}),
    ...(row.creator ? { creator: row.creator } : {}),
    ...(created === '' ? {} : { created: new Date(created).toISOString() }),
    ...(isStatus(status) ? { status } : {}),
  }
  return { about, annotation }
}

const isStatus = (word: string): word is Status => ['suggested', 'accepted', 'rejected'].includes(word)

function quoteOf(exact: string, { prefix, suffix }: Row) {
  return { exact, ...(prefix ? { prefix } : {}), ...(suffix ? { suffix } : {}) }
}

/** None for the whole document or a mere quote; undefined where what stands there is wrong. */
function readSpans({ start = '', end = '' }: Row): Span[] | undefined {
  const starts = splitValues(start.trim()).map(Number)
  const ends = splitValues(end.trim()).map(Number)
  if (starts.length !== ends.length) return undefined
  const spans = starts.map((from, index) => ({ start: from, end: ends[index] ?? -1 }))
  const fine = spans.every(
    (span) => Number.isInteger(span.start) && Number.isInteger(span.end) && span.start >= 0 && span.start < span.end,
  )
  return fine ? spans : undefined
}

function readBodies(row: Row): ExchangeBody[] {
  return [
    ...splitValues(row.entity_types ?? '').map((value) => ({ kind: 'entityType' as const, value })),
    ...readTags(row),
    ...splitValues(row.links ?? '').map((target) => ({ kind: 'link' as const, target, purpose: 'identifying' })),
    ...readComments(row.comments ?? ''),
  ]
}

/** The list of schemas runs beside that of tags; an empty place there is a free tag. */
function readTags(row: Row): ExchangeBody[] {
  const schemas = splitValues(row.tag_schemas ?? '')
  return splitValues(row.tags ?? '').map((value, index) => {
    const schema = schemas[index] ?? ''
    return schema === '' ? { kind: 'tag', value } : { kind: 'tag', value, schema }
  })
}

function readComments(cell: string): ExchangeBody[] {
  return splitValues(cell).map((value) => ({ kind: 'text', value, purpose: 'commenting' }))
}
