/** What formats have in common: each is read into this and written from it. Pure data; nothing of the API is in it. */

export const EXPORT_FORMATS = ['jsonld', 'nquads', 'csv', 'brat', 'conll', 'markdown'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** A JSON object as it was read; the server holds a Web Annotation to the model when it takes it in. */
export type JsonObject = Readonly<Record<string, unknown>>

/** A passage in Unicode code points of the document's canonical text; `end` is exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Quote {
  readonly exact: string
  readonly prefix?: string
  readonly suffix?: string
}

export type ExchangeBody =
  | { readonly kind: 'entityType'; readonly value: string }
  | { readonly kind: 'tag'; readonly value: string; readonly schema?: string }
  | { readonly kind: 'text'; readonly value: string; readonly purpose?: string; readonly format?: string }
  /** `target` is an IRI, the id of a resource, or the path of a document. */
  | { readonly kind: 'link'; readonly target: string; readonly purpose?: string; readonly label?: string }

/** An annotation that stands between other annotations: a relation or an event of brat. */
export interface Relation {
  readonly kind: 'relation' | 'event' | 'equivalence'
  readonly type: string
  /** `id` names another annotation. An event's first member is its trigger, whose role is its type. */
  readonly members: readonly { readonly role: string; readonly id: string }[]
}

export type Status = 'suggested' | 'accepted' | 'rejected'

export interface ExchangeAnnotation {
  /** An absolute IRI that is the same each time the same file is read. */
  readonly id: string
  /** In the order of the text; empty: the whole document. */
  readonly spans: readonly Span[]
  /** The words, where positions are not known or to be checked. */
  readonly quote?: Quote
  readonly motivation: string
  readonly bodies: readonly ExchangeBody[]
  readonly relation?: Relation
  /** A name. */
  readonly creator?: string
  /** RFC 3339. */
  readonly created?: string
  readonly status?: Status
}

export interface DocumentMetadata {
  readonly description?: string
  /** BCP 47. */
  readonly language?: string
  readonly entityTypes?: readonly string[]
  /** Further names under which others link to it. */
  readonly aliases?: readonly string[]
  /** IRI of the place it was taken from. */
  readonly derivedFrom?: string
}

/** One document with what was said about it. */
export interface ExchangeDocument {
  /** Relative, with `/`: names the document within its collection from one import to the next. */
  readonly path: string
  readonly name: string
  /** `type/subtype` without parameters; undefined: as the name of the file and its bytes say. */
  readonly mediaType: string | undefined
  readonly bytes: Uint8Array
  readonly metadata: DocumentMetadata
  readonly annotations: readonly ExchangeAnnotation[]
}

/** Something in a file that could not be read; the rest of the file is. */
export interface ReadFault {
  /** Where: `line 12`, `row 3`. */
  readonly where: string
  readonly reason: string
}

export interface ReadDocuments {
  readonly documents: readonly ExchangeDocument[]
  readonly faults: readonly ReadFault[]
}

/** A document as it is written: its canonical text and its annotations in reading order. */
export interface WrittenDocument {
  readonly path: string
  readonly name: string
  readonly iri: string
  readonly text: string
  readonly annotations: readonly ExchangeAnnotation[]
}
