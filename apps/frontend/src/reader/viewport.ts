import type { TextMap, TextRange } from './text-map.ts'

/** Below the bar at the top of the page. */
const TOP = 72

/** The code point that a place on the screen shows; undefined beside the text. */
export function pointAtScreen(map: TextMap, x: number, y: number): number | undefined {
  if (document.caretPositionFromPoint) {
    const position = document.caretPositionFromPoint(x, y)
    return position ? map.pointAt(position.offsetNode, position.offset) : undefined
  }
  const range = document.caretRangeFromPoint(x, y)
  return range ? map.pointAt(range.startContainer, range.startOffset) : undefined
}

/** The first code point on the screen; undefined while none of the text is. */
export function firstVisiblePoint(map: TextMap): number | undefined {
  const box = map.element.getBoundingClientRect()
  for (let y = Math.max(TOP, box.top + 4); y < Math.min(window.innerHeight, box.bottom); y += 12) {
    const point = pointAtScreen(map, box.left + 4, y)
    if (point !== undefined) return point
  }
  return undefined
}

/** Brings a passage onto the screen, a third from the top, unless it is there already. */
export function reveal(map: TextMap, range: TextRange, behavior: ScrollBehavior = 'smooth'): void {
  const isShown = () => {
    const rect = map.toDomRange(range)?.getBoundingClientRect()
    return rect !== undefined && rect.top >= TOP && rect.bottom <= window.innerHeight - 16
  }
  if (isShown()) return
  const scroll = (how: ScrollBehavior) => {
    const rect = map.toDomRange(range)?.getBoundingClientRect()
    if (rect) window.scrollBy({ top: rect.top - window.innerHeight / 3, behavior: how })
  }
  // Sections off screen have an estimated height: the first jump renders them, the second one then lands exactly.
  map.toDomRange(range)?.startContainer.parentElement?.scrollIntoView({ block: 'center', behavior: 'instant' })
  scroll('instant')
  requestAnimationFrame(() => !isShown() && scroll(behavior))
}
