import { type Anchor, anchor, type CodePoints, describeRange, isTextSelector } from '@semiont/anchoring'
import {
  type AnnotationAnchor,
  type AnnotationTarget,
  isSpecificResource,
  listOf,
  type OneOrMany,
  type Selector,
  SemiontError,
  type SpecificResource,
  type StoredTarget,
  selectorsOf,
  sourceOf,
} from '@semiont/contract'
import { isResourceId, mapTargetLeaves, namedVersion, targetLeaves, VERSION } from './stored-annotation.ts'

/** The version of a resource that a target is about; `text` is null when it has no text to mark. */
export interface ResourceText {
  version: number
  text: CodePoints | null
}

export interface PlacedTargets {
  target: OneOrMany<AnnotationTarget>
  /** One for each leaf of the target, in its order. */
  places: StoredTarget[]
}

/** The resources, and the versions named, that `placeTargets` will ask for. */
export function wantedTexts(
  target: OneOrMany<AnnotationTarget>,
): { resourceId: string; version: number | undefined }[] {
  return targetLeaves(target).flatMap((leaf) => {
    const source = sourceOf(leaf)
    return source !== undefined && isResourceId(source) ? [{ resourceId: source, version: namedVersion(leaf) }] : []
  })
}

/**
 * Finds the passages that the targets describe, and completes the description: a position gets the quote, a quote the
 * position. Throws SemiontError `selector-not-found` when a passage is not in the text, `unprocessable-content` when
 * there is no text.
 */
export function placeTargets(
  target: OneOrMany<AnnotationTarget>,
  textOf: (resourceId: string, version: number | undefined) => ResourceText,
): PlacedTargets {
  const places: StoredTarget[] = []
  const completed = mapTargetLeaves(target, (leaf, index) => {
    const source = sourceOf(leaf) ?? ''
    if (!isResourceId(source)) {
      places.push({ iri: source, resourceId: null, resourceVersion: null, anchor: null })
      return leaf
    }
    const { version, text } = textOf(source, namedVersion(leaf))
    const passage = isSpecificResource(leaf) ? placePassage(leaf, { version, text }, index) : undefined
    places.push({ iri: source, resourceId: source, resourceVersion: version, anchor: passage?.anchor ?? null })
    return passage?.target ?? leaf
  })
  return { target: completed, places }
}

interface Passage {
  target: SpecificResource
  anchor: AnnotationAnchor
}

/** Undefined when the whole is meant, or a part that is not text. */
function placePassage(target: SpecificResource, { version, text }: ResourceText, index: number): Passage | undefined {
  const selectors = selectorsOf(target).filter(isTextSelector)
  if (selectors.length === 0) return undefined
  if (!text) {
    throw new SemiontError('unprocessable-content', 'This resource has no text in which a passage could be marked.', {
      action: 'Annotate the whole resource, without a selector.',
      extensions: { target: index },
    })
  }
  const found = anchor(text, selectors)
  if (found.state === 'orphan') throw notFound(selectors, index, text.length, version)
  const placed: AnnotationAnchor = { state: found.state, score: found.score, start: found.start, end: found.end }
  // A likely place is shown as such; written into the record as a position it would pass for a sure one.
  if (found.state === 'uncertain') return { target: { ...target, [VERSION]: version }, anchor: placed }
  return { target: complete(target, text, found, version), anchor: placed }
}

function complete(
  target: SpecificResource,
  text: CodePoints,
  found: Exclude<Anchor, { state: 'orphan' }>,
  version: number,
): SpecificResource {
  const [quote, position] = describeRange(text, found)
  const given = listOf<NonNullable<SpecificResource['selector']> extends OneOrMany<infer S> ? S : never>(
    target.selector,
  )
  let quoted = false
  let positioned = false
  const selectors = given.map((selector) => {
    if (typeof selector === 'string' || selector['refinedBy'] !== undefined) return selector
    if (selector.type === 'TextQuoteSelector') {
      quoted = true
      return corrected(selector as Extract<Selector, { type: 'TextQuoteSelector' }>, quote)
    }
    if (selector.type === 'TextPositionSelector') {
      positioned = true
      return { ...selector, start: position.start, end: position.end }
    }
    return selector
  })
  const added = [...(quoted ? [] : [quote]), ...(positioned ? [] : [position])]
  return { ...target, selector: [...selectors, ...added], [VERSION]: version }
}

/** What was quoted stays to the letter where it is what the text says; else the text is quoted. */
function corrected(
  given: Extract<Selector, { type: 'TextQuoteSelector' }>,
  quote: { exact: string; prefix: string; suffix: string },
): Selector {
  const isLiteral = given.exact === quote.exact
  const around = (side: 'prefix' | 'suffix', fits: boolean) => {
    const own = given[side]
    return isLiteral && own !== undefined && fits ? own : quote[side]
  }
  return {
    ...given,
    exact: quote.exact,
    prefix: around('prefix', agree(given.prefix, quote.prefix, 'end')),
    suffix: around('suffix', agree(given.suffix, quote.suffix, 'start')),
  }
}

/** Whether one is where the other continues: context may be longer or shorter than ours. */
function agree(given: string | undefined, own: string, side: 'start' | 'end'): boolean {
  if (given === undefined) return false
  const [short, long] = given.length < own.length ? [given, own] : [own, given]
  return side === 'start' ? long.startsWith(short) : long.endsWith(short)
}

function notFound(selectors: readonly Selector[], index: number, length: number, version: number): SemiontError {
  const quote = selectors.find((selector) => selector.type === 'TextQuoteSelector')
  const what = quote ? `“${shortened(quote.exact)}”` : 'The passage'
  return new SemiontError('selector-not-found', `${what} is not in version ${version} of the resource.`, {
    action: `Take the text from GET /api/resources/{id}/text; positions count its ${length} code points.`,
    extensions: { target: index, textLength: length, resourceVersion: version },
  })
}

const shortened = (text: string): string => (text.length > 80 ? `${[...text].slice(0, 79).join('')}…` : text)
