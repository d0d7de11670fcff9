import { CodePoints } from '@semiont/anchoring'
import { type DocumentNode, documentTextNodes } from '@semiont/contract'

export interface TextRange {
  start: number
  end: number
}

interface Piece {
  node: Text
  /** Code points of the canonical text before this node, and after it. */
  start: number
  end: number
  points: CodePoints
}

/**
 * The way between the canonical text (code points) and the text nodes on the screen. The document view draws exactly the
 * text nodes of the tree, in order; what it draws besides (task boxes, placeholders) is not in the tree and is skipped.
 */
export class TextMap {
  readonly #pieces: readonly Piece[]
  readonly #indexOf = new Map<Node, number>()

  constructor(
    readonly element: HTMLElement,
    root: DocumentNode,
  ) {
    this.#pieces = pair(element, root)
    this.#pieces.forEach((piece, index) => this.#indexOf.set(piece.node, index))
  }

  get isEmpty(): boolean {
    return this.#pieces.length === 0
  }

  /** A DOM range over these code points; undefined when nothing of them is on the screen. */
  toDomRange({ start, end }: TextRange): Range | undefined {
    const first = this.#pieces[this.#firstEndingAfter(start)]
    const last = this.#pieces[this.#lastStartingBefore(end)]
    if (!first || !last || first.start > last.start) return undefined
    const range = document.createRange()
    range.setStart(first.node, offsetIn(first, Math.max(start, first.start)))
    range.setEnd(last.node, offsetIn(last, Math.min(end, last.end)))
    return range
  }

  /** The code points that a selection covers; undefined when it covers none. */
  toTextRange(range: Range): TextRange | undefined {
    if (!range.intersectsNode(this.element)) return undefined
    const start = this.#pointAfter(range.startContainer, range.startOffset)
    const end = this.#pointBefore(range.endContainer, range.endOffset)
    return start !== undefined && end !== undefined && start < end ? { start, end } : undefined
  }

  /** The code point before which a place in the DOM lies, for clicks. */
  pointAt(node: Node, offset: number): number | undefined {
    const piece = this.#pieceOf(node)
    return piece ? piece.start + piece.points.fromUtf16(Math.min(offset, piece.node.data.length)) : undefined
  }

  #pieceOf(node: Node): Piece | undefined {
    const index = this.#indexOf.get(node)
    return index === undefined ? undefined : this.#pieces[index]
  }

  #pointAfter(node: Node, offset: number): number | undefined {
    const exact = this.pointAt(node, offset)
    if (exact !== undefined) return exact
    return this.#pieces[this.#firstNotBefore(node, offset)]?.start
  }

  #pointBefore(node: Node, offset: number): number | undefined {
    const exact = this.pointAt(node, offset)
    if (exact !== undefined) return exact
    return this.#pieces[this.#firstNotBefore(node, offset) - 1]?.end
  }

  /** Index of the first piece that lies at or behind a place between nodes. */
  #firstNotBefore(node: Node, offset: number): number {
    const place = document.createRange()
    place.setStart(node, offset)
    return lowerBound(this.#pieces.length, (index) => {
      const piece = this.#pieces[index]
      return piece !== undefined && place.comparePoint(piece.node, 0) >= 0
    })
  }

  #firstEndingAfter(point: number): number {
    return lowerBound(this.#pieces.length, (index) => (this.#pieces[index]?.end ?? 0) > point)
  }

  #lastStartingBefore(point: number): number {
    return lowerBound(this.#pieces.length, (index) => (this.#pieces[index]?.start ?? 0) >= point) - 1
  }
}

function pair(element: HTMLElement, root: DocumentNode): Piece[] {
  const pieces: Piece[] = []
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof HTMLElement && node.dataset['beside'] !== undefined
      ? NodeFilter.FILTER_REJECT
      : NodeFilter.FILTER_ACCEPT,
  )
  const nextText = (): Text | undefined => {
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (node instanceof Text && node.data !== '') return node
    return undefined
  }
  for (const { text, start } of documentTextNodes(root)) {
    if (text === '') continue
    const node = nextText()
    if (node?.data !== text) return pieces
    const points = new CodePoints(text)
    pieces.push({ node, start, end: start + points.length, points })
  }
  return pieces
}

function offsetIn(piece: Piece, point: number): number {
  return piece.points.toUtf16(point - piece.start)
}

/** The first index in [0, length) for which `holds`, where it holds for all after it too; `length` when for none. */
function lowerBound(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** What somebody meant who dragged a little too far. A selection of nothing but space stays as it is. */
export function withoutOuterSpace(text: string, range: TextRange): TextRange {
  const points = new CodePoints(text)
  const said = points.slice(range.start, range.end)
  if (said.trim() === '') return range
  // White space has no characters outside of the Basic Multilingual Plane: units are code points here.
  return {
    start: range.start + said.length - said.trimStart().length,
    end: range.end - (said.length - said.trimEnd().length),
  }
}
