import type { RootContent } from 'hast'
import { common, createLowlight } from 'lowlight'

/** Longer listings are shown plain: highlighting is for reading, and its cost grows with the text. */
const LONGEST = 50_000

const lowlight = createLowlight(common)

export interface HighlightedCode {
  language: string
  /** Texts and `span` elements with class names; their text is exactly the code. */
  tokens: RootContent[]
}

/** Undefined for a language that is not known, or when the result would change the text. */
export function highlightCode(language: string, code: string): HighlightedCode | undefined {
  const name = language.toLowerCase()
  if (code.length > LONGEST || !lowlight.registered(name)) return undefined
  const { children } = lowlight.highlight(name, code)
  return textOf(children) === code ? { language: name, tokens: children } : undefined
}

function textOf(nodes: RootContent[]): string {
  return nodes
    .map((node) => (node.type === 'text' ? node.value : node.type === 'element' ? textOf(node.children) : ''))
    .join('')
}
