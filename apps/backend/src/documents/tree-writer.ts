import {
  countCodePoints,
  DOCUMENT_BLOCK_TAGS,
  type DocumentAttributes,
  type DocumentElement,
  type DocumentTag,
  type DocumentText,
} from '@semiont/contract'

/** Deeper elements are dissolved into their parent: trees are walked, serialized and rendered by recursion. */
const DEEPEST = 64

/** Elements that mean something without content. */
const KEPT_EMPTY: ReadonlySet<DocumentTag> = new Set(['br', 'hr', 'img', 'wbr', 'td', 'th', 'li'])

interface Frame {
  element: DocumentElement
  /** Not in the tree; its children go to the frame below. */
  isDissolved: boolean
  isPreformatted: boolean
}

interface WrittenText {
  node: DocumentText
  siblings: DocumentElement['children']
  canCollapse: boolean
  breaksBefore: number
}

/**
 * Builds a document tree in reading order and gives each text node its place in the canonical text: one newline between
 * blocks, one per `<br>`, white space collapsed as CSS does (Text Module Level 3, section 4.1) outside `pre`.
 */
export class TreeWriter {
  readonly root: DocumentElement = { tag: 'article', attributes: {}, children: [] }
  private readonly frames: Frame[] = [{ element: this.root, isDissolved: false, isPreformatted: false }]
  private position = 0
  private pendingBreaks = 0
  private isAtLineStart = true
  private last: WrittenText | undefined

  get length(): number {
    return this.position
  }

  get isPreformatted(): boolean {
    return this.top.isPreformatted
  }

  open(tag: DocumentTag, attributes: DocumentAttributes = {}): void {
    if (DOCUMENT_BLOCK_TAGS.has(tag)) this.breakBlock()
    const isDissolved = this.frames.length > DEEPEST
    const element = isDissolved ? this.top.element : { tag, attributes, children: [] }
    if (!isDissolved) this.top.element.children.push(element)
    this.frames.push({ element, isDissolved, isPreformatted: this.isPreformatted || tag === 'pre' })
  }

  close(tag: DocumentTag): void {
    const frame = this.frames.pop()
    if (!frame || this.frames.length === 0) throw new Error(`close(${tag}) without open`)
    if (tag === 'pre' && !this.isPreformatted) this.trimFinalNewline()
    if (DOCUMENT_BLOCK_TAGS.has(tag)) this.breakBlock()
    if (!frame.isDissolved && isWithoutMeaning(frame.element)) this.top.element.children.pop()
  }

  lineBreak(): void {
    this.trimFinalSpace()
    this.top.element.children.push({ tag: 'br', attributes: {}, children: [] })
    this.pendingBreaks += 1
    this.isAtLineStart = true
  }

  /** An element without content. */
  empty(tag: DocumentTag, attributes: DocumentAttributes): void {
    this.open(tag, attributes)
    this.close(tag)
  }

  text(value: string): void {
    if (this.isPreformatted) this.put(value, false)
    else this.put(this.collapse(value), true)
  }

  /** Ends the last block; afterwards the tree is complete. */
  end(): DocumentElement {
    this.trimFinalSpace()
    return this.root
  }

  private get top(): Frame {
    const top = this.frames.at(-1)
    if (!top) throw new Error('the root is never closed')
    return top
  }

  private collapse(value: string): string {
    const collapsed = value.replace(/[ \t\n\r\f]+/g, ' ')
    const follows = this.isAtLineStart || this.endsInSpace()
    return follows && collapsed.startsWith(' ') ? collapsed.slice(1) : collapsed
  }

  private endsInSpace(): boolean {
    return this.last !== undefined && this.last.canCollapse && this.last.node.text.endsWith(' ')
  }

  private put(text: string, canCollapse: boolean): void {
    if (text === '') return
    // Blocks and breaks before the first text have nothing to separate.
    const breaksBefore = this.position > 0 ? this.pendingBreaks : 0
    this.position += breaksBefore
    this.pendingBreaks = 0
    this.isAtLineStart = false
    const siblings = this.top.element.children
    const node: DocumentText = { text, start: this.position }
    siblings.push(node)
    this.position += countCodePoints(text)
    this.last = { node, siblings, canCollapse, breaksBefore }
  }

  private breakBlock(): void {
    this.trimFinalSpace()
    this.pendingBreaks = Math.max(this.pendingBreaks, 1)
    this.isAtLineStart = true
  }

  /** White space at the end of a line is not seen. */
  private trimFinalSpace(): void {
    if (this.isAtLineStart || !this.endsInSpace()) return
    this.shortenLast()
  }

  private trimFinalNewline(): void {
    if (this.isAtLineStart || !this.last?.node.text.endsWith('\n')) return
    this.shortenLast()
  }

  private shortenLast(): void {
    if (!this.last) return
    const { node, siblings, breaksBefore } = this.last
    node.text = node.text.slice(0, -1)
    this.position -= 1
    if (node.text !== '') return
    siblings.splice(siblings.lastIndexOf(node), 1)
    this.position -= breaksBefore
    this.pendingBreaks = breaksBefore
  }
}

function isWithoutMeaning({ tag, attributes, children }: DocumentElement): boolean {
  return children.length === 0 && attributes.id === undefined && !KEPT_EMPTY.has(tag)
}
