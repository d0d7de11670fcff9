/** A document of the sample library. */
export interface SampleDocument {
  /** Other documents refer to it by this name. */
  name: string
  description: string
  mediaType: 'text/plain' | 'text/markdown' | 'text/html'
  text: string
  /** Names from the vocabulary as it is seeded. */
  entityTypes: readonly string[]
}

/** A mark that is there from the beginning. */
export interface SampleAnnotation {
  /** Name of the document it is on. */
  on: string
  /** The passage; it occurs once in the text. */
  quote: string
  motivation: 'highlighting' | 'commenting' | 'tagging' | 'linking'
  comment?: string
  tag?: { schema: string; value: string }
  /** Of what is named there. */
  entityType?: string
  /** Name of the document that is meant; a link without it is unresolved. */
  refersTo?: string
}
