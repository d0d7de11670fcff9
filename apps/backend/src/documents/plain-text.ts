import { countCodePoints, type DocumentElement, type DocumentNode, type DocumentText } from '@semiont/contract'
import { findHeadings, type PlainHeading } from './plain-headings.ts'

export interface Paragraph {
  text: string
  /** Code points before it. */
  start: number
}

interface SplitText {
  paragraphs: Paragraph[]
  /** White space that is more than newlines, by the index of the paragraph before it (-1: before the first). */
  spaces: Map<number, DocumentText>
}

/**
 * Blank lines separate paragraphs. Nothing of the text is changed: lines that are blank but not empty stay as white space
 * between the paragraphs, so that every code point keeps its place.
 */
export function readPlainText(text: string): DocumentElement {
  const { paragraphs, spaces } = splitParagraphs(text)
  const headings = findHeadings(paragraphs)
  const width = wrapWidth(paragraphs)
  const children: DocumentNode[] = []
  const addSpace = (index: number): void => {
    const space = spaces.get(index)
    if (space) children.push(space)
  }
  addSpace(-1)
  for (let index = 0; index < paragraphs.length; index += 1) {
    const paragraph = paragraphs[index]
    if (!paragraph) continue
    const heading = headings.get(index)
    const next = paragraphs[index + 1]
    const hasSubtitle = heading?.hasSubtitle === true && next !== undefined && !spaces.has(index)
    if (heading) children.push(headingElement(heading, paragraph, hasSubtitle ? next : undefined))
    else children.push(paragraphElement(paragraph, width))
    if (hasSubtitle) index += 1
    addSpace(index)
  }
  return { tag: 'article', attributes: {}, children }
}

function paragraphElement({ text, start }: Paragraph, width: number): DocumentElement {
  const attributes = isReflowable(text, width) ? {} : { preserveLines: true }
  return { tag: 'p', attributes, children: [{ text, start }] }
}

function headingElement(heading: PlainHeading, title: Paragraph, subtitle: Paragraph | undefined): DocumentElement {
  const children: DocumentNode[] = [{ text: title.text, start: title.start }]
  if (subtitle) children.push({ tag: 'br', attributes: {}, children: [] }, { ...subtitle })
  return { tag: heading.level === 2 ? 'h2' : 'h3', attributes: {}, children }
}

function splitParagraphs(text: string): SplitText {
  const paragraphs: Paragraph[] = []
  const spaces: SplitText['spaces'] = new Map()
  const content = text.trimEnd()
  let position = 0
  const addSpace = (value: string, start: number): void => {
    spaces.set(paragraphs.length - 1, { text: value, start })
  }
  const addParagraph = (value: string): void => {
    if (value === '') return
    paragraphs.push({ text: value, start: position })
    position += countCodePoints(value)
  }

  let from = 0
  for (const { 0: separator, index } of content.matchAll(/(?:^|\n)(?:[ \t]*\n)+/g)) {
    addParagraph(content.slice(from, index))
    if (/[ \t]/.test(separator)) addSpace(separator, position)
    position += separator.length
    from = index + separator.length
  }
  addParagraph(content.slice(from))
  if (content.length < text.length) addSpace(text.slice(content.length), position)
  return { paragraphs, spaces }
}

/** The column at which lines were wrapped by hand: nearly all lines that are not the last of their paragraph are shorter. */
function wrapWidth(paragraphs: Paragraph[]): number {
  const lengths: number[] = []
  for (const { text } of paragraphs) {
    if (text.includes('\n'))
      lengths.push(
        ...text
          .split('\n')
          .slice(0, -1)
          .map((line) => line.length),
      )
    if (lengths.length > 5000) break
  }
  lengths.sort((a, b) => a - b)
  return lengths[Math.floor(lengths.length * 0.95)] ?? 0
}

/** Lines end where they do because the next word did not fit any more, not because the writer meant it (verse, tables). */
function isReflowable(text: string, width: number): boolean {
  if (!text.includes('\n')) return true
  if (width < 40 || width > 120) return false
  const lines = text.split('\n')
  let wrapped = 0
  for (const [index, line] of lines.slice(1).entries()) {
    const firstWord = /^\s*(\S+)/.exec(line)?.[1]?.length ?? 0
    const isIndented = /^[ \t]{2,}/.test(line)
    if (!isIndented && (lines[index]?.length ?? 0) + 1 + firstWord > width - 2) wrapped += 1
  }
  return wrapped >= (lines.length - 1) * 0.7
}
