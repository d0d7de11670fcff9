/** https://brat.nlplab.org/standoff.html. Positions are Unicode code points of the text file, as brat itself counts. */

/** What brat has no line for, written as a note of this type: JSON, so that any reader may pass over it. */
export const EXTRA_NOTE = 'Semiont'

export interface Extra {
  /** The entity type as it is really written; null: there is none, and the type on the line only fills the gap. */
  readonly type?: string | null
  readonly motivation?: string
  readonly bodies?: readonly unknown[]
}

/** On the line of a passage that has no entity type. */
export const NO_TYPE = 'Span'
export const DEFAULT_MOTIVATION = 'linking'

/** What brat takes as the name of a type, a role or an attribute. */
export const isBratName = (name: string): boolean => /^[A-Za-z0-9_-]+$/.test(name)

export const asBratName = (name: string): string => name.replace(/[^A-Za-z0-9_-]+/g, '_') || '_'
