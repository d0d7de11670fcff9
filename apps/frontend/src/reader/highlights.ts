import { layerRanges } from '@semiont/anchoring'
import { MARK_KINDS, type PlacedMark } from './marks.ts'
import type { TextMap, TextRange } from './text-map.ts'

/** Marks that overlap get different levels; beyond the third they look alike, but stay reachable. */
const LEVELS = 3

/** Ranges by the name of what is drawn there, as the style sheet knows it: `mark-commenting-1`, `suggested-linking`. */
export type Layers = ReadonlyMap<string, readonly TextRange[]>

export function layersOf(marks: readonly PlacedMark[]): Layers {
  const layers = new Map<string, TextRange[]>()
  const levels = layerRanges(marks)
  marks.forEach((mark, index) => {
    const isSuggested = mark.annotation.status === 'suggested'
    const name = isSuggested
      ? `suggested-${mark.kind}`
      : `mark-${mark.kind}-${Math.min(levels[index] ?? 0, LEVELS - 1)}`
    const layer = layers.get(name)
    if (layer) layer.push(mark)
    else layers.set(name, [mark])
  })
  return layers
}

/** Every name there can be, lowest first: later ones are drawn over earlier ones. */
const NAMES = [
  ...MARK_KINDS.flatMap((kind) => Array.from({ length: LEVELS }, (_, level) => `mark-${kind}-${level}`)),
  ...MARK_KINDS.map((kind) => `suggested-${kind}`),
  'passage',
  'chosen',
]

export const canHighlight = (): boolean => typeof CSS !== 'undefined' && 'highlights' in CSS

/** Draws with the CSS Custom Highlight API: the text on the screen stays exactly as it is. Returns the way back. */
export function drawHighlights(map: TextMap, layers: Layers): () => void {
  for (const [name, ranges] of layers) {
    const highlight = new Highlight(...ranges.flatMap((range) => map.toDomRange(range) ?? []))
    highlight.priority = NAMES.indexOf(name)
    CSS.highlights.set(name, highlight)
  }
  return () => {
    for (const name of layers.keys()) CSS.highlights.delete(name)
  }
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
