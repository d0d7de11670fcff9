export * from './document-errors.ts'
export * from './media-type.ts'
export { readDocument } from './read-document.ts'
export type { ReadableDocument, ReadDocumentInput, ReadDocumentResult, UnmarkableDocument } from './read-document.ts'
