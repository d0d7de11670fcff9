import type { Losses } from '../../losses.ts'
import type { ExchangeAnnotation, ExchangeBody } from '../../model.ts'
import { COLUMNS, type Row } from './columns.ts'
import { joinValues, writeRow } from './table.ts'

export const tableHeader = (): string => writeRow(COLUMNS)

/** The row of an annotation of the document at `path`; undefined where a row cannot be about it. */
export function tableRow(path: string, annotation: ExchangeAnnotation, losses: Losses): string | undefined {
  const { spans, bodies, relation } = annotation
  if (relation !== undefined) {
    losses.add('relations and events stand between annotations, and a row is about one passage')
    return undefined
  }
  const values = (kind: ExchangeBody['kind']) =>
    joinValues(bodies.flatMap((body) => (body.kind === kind ? valueOf(body, losses) : [])))
  const row: Row = {
    document: path,
    start: joinValues(spans.map(({ start }) => `${start}`)),
    end: joinValues(spans.map(({ end }) => `${end}`)),
    quote: annotation.quote?.exact ?? '',
    motivation: annotation.motivation,
    entity_types: values('entityType'),
    tags: values('tag'),
    tag_schemas: joinSchemas(bodies),
    comments: values('text'),
    links: values('link'),
    creator: annotation.creator ?? '',
    created: annotation.created ?? '',
    status: annotation.status ?? '',
    id: annotation.id,
  }
  return writeRow(COLUMNS.map((column) => row[column] ?? ''))
}

function joinSchemas(bodies: readonly ExchangeBody[]): string {
  const schemas = bodies.flatMap((body) => (body.kind === 'tag' ? [body.schema ?? ''] : []))
  return schemas.some((schema) => schema !== '') ? joinValues(schemas) : ''
}

function valueOf(body: ExchangeBody, losses: Losses): string[] {
  switch (body.kind) {
    case 'entityType':
    case 'tag':
      return [body.value]
    case 'text':
      if (body.format !== undefined) losses.add('comments are more than plain text; the cell has their source')
      else if (body.purpose !== undefined && body.purpose !== 'commenting')
        losses.add('texts have another purpose than commenting')
      if (body.value === '') losses.add('comments are empty')
      return body.value === '' ? [] : [body.value]
    case 'link':
      if (body.label !== undefined) losses.add('links have a label')
      return [body.target]
  }
}
