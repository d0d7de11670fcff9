import type { Element, ElementContent, Nodes, RootContent } from 'hast'
import { parseHtmlFragment } from './html.ts'

/**
 * Markdown hands out raw HTML in pieces: whole blocks, and inline single tags with Markdown between them. Blocks are
 * parsed; an opening tag is joined with its closing tag among the same siblings; what has no partner is left out.
 */
export function mergeRawHtml(node: Nodes): void {
  if (node.type !== 'root' && node.type !== 'element') return
  const children: RootContent[] = node.children
  if (children.some((child) => child.type === 'raw')) node.children = merged(children) as ElementContent[]
  for (const child of node.children) mergeRawHtml(child)
}

interface OpenTag {
  element: Element | undefined
  children: RootContent[]
}

function merged(siblings: RootContent[]): RootContent[] {
  const root: OpenTag = { element: undefined, children: [] }
  const stack: OpenTag[] = [root]
  const openByName = new Map<string, number>()
  for (const node of siblings) {
    const top = stack.at(-1) ?? root
    if (node.type !== 'raw') {
      top.children.push(node)
      continue
    }
    const tag = /^<(\/?)([A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?\/?>$/.exec(node.value.trim())
    const name = tag?.[2]?.toLowerCase()
    if (name === undefined) top.children.push(...parseHtmlFragment(node.value).children)
    else if (tag?.[1] === '/') closeTag(stack, openByName, name)
    else openTag(stack, openByName, name, node.value)
  }
  while (stack.length > 1) dissolveTop(stack)
  return root.children
}

const VOID = new Set([
  'br',
  'hr',
  'img',
  'wbr',
  'input',
  'meta',
  'link',
  'source',
  'embed',
  'area',
  'base',
  'col',
  'track',
])

function openTag(stack: OpenTag[], openByName: Map<string, number>, name: string, html: string): void {
  const [first] = parseHtmlFragment(html).children
  const element: Element =
    first?.type === 'element' ? first : { type: 'element', tagName: name, properties: {}, children: [] }
  if (VOID.has(name)) stack.at(-1)?.children.push(element)
  else {
    stack.push({ element, children: [] })
    openByName.set(name, (openByName.get(name) ?? 0) + 1)
  }
}

function closeTag(stack: OpenTag[], openByName: Map<string, number>, name: string): void {
  const open = openByName.get(name) ?? 0
  if (open === 0) return
  for (;;) {
    const top = stack.at(-1)
    if (!top?.element) return
    const topName = top.element.tagName
    openByName.set(topName, (openByName.get(topName) ?? 1) - 1)
    if (topName !== name) {
      dissolveTop(stack)
      continue
    }
    stack.pop()
    top.element.children = top.children as ElementContent[]
    stack.at(-1)?.children.push(top.element)
    return
  }
}

function dissolveTop(stack: OpenTag[]): void {
  const top = stack.pop()
  if (top) stack.at(-1)?.children.push(...top.children)
}
