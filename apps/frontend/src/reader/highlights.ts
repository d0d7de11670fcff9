import { layerRanges } from '@semiont/anchoring'
import { MARK_KINDS, type PlacedMark } from './marks.ts'
import type { TextMap, TextRange } from './text-map.ts'

/** Marks that overlap get different levels; beyond the third they look alike, but stay reachable. */
const LEVELS = 3

/**
 * Names of what is drawn, as the style sheet knows them: `mark-commenting-1`, `suggested-linking`, `chosen`, `passage`,
 * `here` (where others are).
 */
export type Layers = ReadonlyMap<string, readonly TextRange[]>

export function layersOf(
  marks: readonly PlacedMark[],
  extra: { chosen?: readonly TextRange[]; passage?: readonly TextRange[]; here?: readonly TextRange[] },
): Layers {
  const layers = new Map<string, TextRange[]>()
  const add = (name: string, range: TextRange) => layers.set(name, [...(layers.get(name) ?? []), range])
  const levels = layerRanges(marks)
  const grouped = new Map<string, TextRange[]>()
  marks.forEach((mark, index) => {
    const isSuggested = mark.annotation.status === 'suggested'
    const name = isSuggested
      ? `suggested-${mark.kind}`
      : `mark-${mark.kind}-${Math.min(levels[index] ?? 0, LEVELS - 1)}`
    const group = grouped.get(name)
    if (group) group.push(mark)
    else grouped.set(name, [mark])
  })
  for (const [name, ranges] of grouped) layers.set(name, ranges)
  for (const range of extra.here ?? []) add('here', range)
  for (const range of extra.passage ?? []) add('passage', range)
  for (const range of extra.chosen ?? []) add('chosen', range)
  return layers
}

/** Every name there can be, lowest first: later ones are drawn over earlier ones. */
const NAMES = [
  ...MARK_KINDS.flatMap((kind) => Array.from({ length: LEVELS }, (_, level) => `mark-${kind}-${level}`)),
  ...MARK_KINDS.map((kind) => `suggested-${kind}`),
  'here',
  'passage',
  'chosen',
]

export const canHighlight = (): boolean => typeof CSS !== 'undefined' && 'highlights' in CSS

/** Draws with the CSS Custom Highlight API: the text on the screen stays exactly as it is. Returns the way back. */
export function drawHighlights(map: TextMap, layers: Layers): () => void {
  NAMES.forEach((name, priority) => {
    const ranges = (layers.get(name) ?? []).flatMap((range) => map.toDomRange(range) ?? [])
    if (ranges.length === 0) {
      CSS.highlights.delete(name)
      return
    }
    const highlight = new Highlight(...ranges)
    highlight.priority = priority
    CSS.highlights.set(name, highlight)
  })
  return () => NAMES.forEach((name) => CSS.highlights.delete(name))
}

/** For browsers without that API: boxes in a layer behind the text, which moves nothing either. */
export function drawBoxes(map: TextMap, layers: Layers, sheet: HTMLElement): () => void {
  const origin = sheet.getBoundingClientRect()
  const boxes = NAMES.flatMap((name) =>
    (layers.get(name) ?? []).flatMap((range) =>
      [...(map.toDomRange(range)?.getClientRects() ?? [])].map((rect) => {
        const box = document.createElement('div')
        box.dataset['highlight'] = name
        Object.assign(box.style, {
          left: `${rect.left - origin.left}px`,
          top: `${rect.top - origin.top}px`,
          width: `${rect.width}px`,
          height: `${rect.height}px`,
        })
        return box
      }),
    ),
  )
  sheet.replaceChildren(...boxes)
  return () => sheet.replaceChildren()
}
