/** The columns of our tables, in this order. docs/exchange.md says what each holds. */
export const COLUMNS = [
  'document',
  'start',
  'end',
  'quote',
  'prefix',
  'suffix',
  'motivation',
  'entity_types',
  'tags',
  'tag_schemas',
  'comments',
  'links',
  'creator',
  'created',
  'status',
  'id',
] as const
export type Column = (typeof COLUMNS)[number]
export type Row = Readonly<Partial<Record<Column, string>>>

/** Whether a table is one of annotations: it names documents, and something else that we know. */
export function isAnnotationTable(header: readonly string[]): boolean {
  const names = new Set(header.map((name) => name.trim().toLowerCase()))
  return names.has('document') && COLUMNS.some((column) => column !== 'document' && names.has(column))
}
