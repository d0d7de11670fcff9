import type { DocumentElement, DocumentTag } from '@semiont/contract'
import type { Element, Nodes, RootContent } from 'hast'
import { safeAttributes, shownAs } from './element-policy.ts'
import { highlightCode } from './highlight.ts'
import { TreeWriter } from './tree-writer.ts'

/** Sanitizes parsed HTML into a document tree: nothing but whitelisted elements and attributes gets through. */
export function documentTreeOf(hast: Nodes): { root: DocumentElement; length: number } {
  const writer = new TreeWriter()
  writeNode(writer, hast)
  return { root: writer.end(), length: writer.length }
}

function writeNode(writer: TreeWriter, node: Nodes): void {
  if (node.type === 'text') writer.text(node.value)
  else if (node.type === 'element') writeElement(writer, node)
  else if (node.type === 'root') writeAll(writer, node.children)
}

function writeAll(writer: TreeWriter, nodes: RootContent[]): void {
  for (const node of nodes) writeNode(writer, node)
}

function writeElement(writer: TreeWriter, element: Element): void {
  const tag = shownAs(element)
  if (tag === 'drop') return
  if (tag === 'unwrap') writeAll(writer, element.children)
  else if (tag === 'br') writer.lineBreak()
  else if (tag === 'img' || tag === 'hr' || tag === 'wbr') writer.empty(tag, safeAttributes(tag, element.properties))
  else if (tag === 'pre') writePreformatted(writer, element)
  else writeContainer(writer, tag, element)
}

function writeContainer(writer: TreeWriter, tag: DocumentTag, element: Element): void {
  const attributes = safeAttributes(tag, element.properties)
  const checked = tag === 'li' ? taskState(element) : undefined
  if (checked !== undefined) attributes.checked = checked
  writer.open(tag, attributes)
  writeAll(writer, element.children)
  writer.close(tag)
}

/** A task is a list item that begins with a checkbox, directly or in its first paragraph. */
function taskState(item: Element): boolean | undefined {
  const first = firstElement(item)
  const box = first?.tagName === 'p' ? firstElement(first) : first
  if (box?.tagName !== 'input' || box.properties['type'] !== 'checkbox') return undefined
  return box.properties['checked'] === true
}

function firstElement(parent: Element): Element | undefined {
  return parent.children.find((child) => child.type === 'element')
}

function writePreformatted(writer: TreeWriter, pre: Element): void {
  const attributes = safeAttributes('pre', pre.properties)
  const code = codeOf(pre)
  const highlighted = code && highlightCode(code.language, code.text)
  if (!highlighted) {
    writer.open('pre', attributes)
    writeAll(writer, pre.children)
    writer.close('pre')
    return
  }
  writer.open('pre', { ...attributes, codeLanguage: highlighted.language })
  writer.open('code')
  writeTokens(writer, highlighted.tokens)
  writer.close('code')
  writer.close('pre')
}

/** The program text of `<pre><code class="language-x">`, when it is nothing but text. */
function codeOf(pre: Element): { language: string; text: string } | undefined {
  const [code, ...others] = pre.children
  if (code?.type !== 'element' || code.tagName !== 'code' || others.length > 0) return undefined
  const classes = Array.isArray(code.properties['className']) ? code.properties['className'] : []
  const language = classes.map(String).find((name) => name.startsWith('language-'))
  if (language === undefined || code.children.some((child) => child.type !== 'text')) return undefined
  const text = code.children.map((child) => (child.type === 'text' ? child.value : '')).join('')
  return { language: language.slice('language-'.length), text }
}

function writeTokens(writer: TreeWriter, tokens: RootContent[]): void {
  for (const token of tokens) {
    if (token.type === 'text') writer.text(token.value)
    else if (token.type === 'element') {
      const names = Array.isArray(token.properties['className']) ? token.properties['className'] : []
      writer.open('span', { className: names.join(' ') })
      writeTokens(writer, token.children)
      writer.close('span')
    }
  }
}
