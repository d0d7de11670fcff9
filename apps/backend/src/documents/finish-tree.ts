import {
  countCodePoints,
  DOCUMENT_BLOCK_TAGS,
  type DocumentElement,
  type DocumentNode,
  documentText,
  documentTextNodes,
  isDocumentText,
  type OutlineEntry,
  type TextDirection,
} from '@semiont/contract'
import { firstDirection, hasRightToLeft } from './language.ts'
import { slugOf } from './wiki-links.ts'
import { cutText } from './cut-text.ts'

/** From this many blocks on, a document is cut into sections of about SECTION_LENGTH code points. */
const BLOCKS_IN_ONE_PIECE = 60
const SECTION_LENGTH = 8000

/** Names the headings, drops ids that occur twice, and lists the outline. Changes the tree. */
export function nameHeadings(root: DocumentElement): OutlineEntry[] {
  const taken = new Set<string>()
  const headings: DocumentElement[] = []
  for (const element of elementsOf(root)) {
    const { id } = element.attributes
    if (id !== undefined && taken.has(id)) delete element.attributes.id
    else if (id !== undefined) taken.add(id)
    if (/^h[1-6]$/.test(element.tag)) headings.push(element)
  }
  const outline: OutlineEntry[] = []
  for (const heading of headings) {
    const [first] = documentTextNodes(heading)
    if (!first) continue
    const text = headingText(heading)
    heading.attributes.id ??= freeId(`doc-${slugOf(text) || 'section'}`, taken)
    taken.add(heading.attributes.id)
    outline.push({ id: heading.attributes.id, level: Number(heading.tag.slice(1)), text, start: first.start })
  }
  return outline
}

function headingText(heading: DocumentElement): string {
  const [first] = documentTextNodes(heading)
  const shifted = { ...heading, children: [] as DocumentNode[] }
  for (const { text, start } of documentTextNodes(heading)) {
    shifted.children.push({ text, start: start - (first?.start ?? 0) })
  }
  return cutText(documentText(shifted).replace(/\s+/g, ' ').trim(), 300)
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let id = wanted
  for (let count = 1; taken.has(id); count += 1) id = `${wanted}-${count}`
  return id
}

/** Cuts a long document between two blocks: at main headings, else when a section is long enough. */
export function cutIntoSections(root: DocumentElement): DocumentElement {
  const top = withoutWrappers(root)
  if (top.children.length <= BLOCKS_IN_ONE_PIECE) return top
  const sections: DocumentElement[] = []
  let current: DocumentElement | undefined
  let length = 0
  let previous: DocumentNode | undefined
  for (const node of top.children) {
    const isHeading = !isDocumentText(node) && /^h[1-3]$/.test(node.tag)
    // A cut beside inline content would show a line break that the text does not have.
    const isBetweenBlocks = isBlock(node) && (previous === undefined || isBlock(previous))
    if (!current || (isBetweenBlocks && length > 0 && (length >= SECTION_LENGTH || (isHeading && length > 500)))) {
      current = { tag: 'section', attributes: {}, children: [] }
      sections.push(current)
      length = 0
    }
    current.children.push(node)
    length += lengthOf(node)
    previous = node
  }
  return { ...top, children: sections }
}

/** Pages often keep everything in one `div` in another; cutting needs the level where the blocks are. */
function withoutWrappers(root: DocumentElement): DocumentElement {
  let { children } = root
  for (;;) {
    const [only, ...others] = children
    if (!only || others.length > 0 || isDocumentText(only)) break
    const isPlain =
      ['div', 'main', 'section', 'article'].includes(only.tag) && Object.keys(only.attributes).length === 0
    if (!isPlain) break
    children = only.children
  }
  return { ...root, children }
}

function isBlock(node: DocumentNode): boolean {
  return isDocumentText(node) ? /^\s*$/.test(node.text) && node.text.includes('\n') : DOCUMENT_BLOCK_TAGS.has(node.tag)
}

function lengthOf(node: DocumentNode): number {
  let length = 0
  for (const { text } of documentTextNodes(node)) length += countCodePoints(text)
  return length
}

const PARAGRAPH_LIKE = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'td', 'th', 'dt', 'dd', 'figcaption'])

/** Gives a block its own direction where its first letter runs against the direction of the document. */
export function markDirections(root: DocumentElement, direction: TextDirection): void {
  for (const child of root.children) {
    if (isDocumentText(child) || child.attributes.dir !== undefined) continue
    if (PARAGRAPH_LIKE.has(child.tag)) markBlock(child, direction)
    else if (child.tag !== 'pre') markDirections(child, direction)
  }
}

function markBlock(block: DocumentElement, direction: TextDirection): void {
  for (const { text } of documentTextNodes(block)) {
    const own = firstDirection(text)
    if (own === undefined) continue
    if (own !== direction) block.attributes.dir = own
    return
  }
}

export function needsDirections(text: string, direction: TextDirection): boolean {
  return direction !== 'ltr' || hasRightToLeft(text)
}

function* elementsOf(element: DocumentElement): Generator<DocumentElement> {
  for (const child of element.children) {
    if (isDocumentText(child)) continue
    yield child
    yield* elementsOf(child)
  }
}
