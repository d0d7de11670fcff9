import type { DocumentAttributes, DocumentElement, DocumentNode, DocumentTag } from '@semiont/contract'
import type { Definition, Nodes, Parents, Root, RootContent, Table } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'

const parser = unified().use(remarkParse).use(remarkGfm)

/**
 * The document tree of Markdown that is still being written, for the preview. The tree that counts is made by the
 * server when the document is created; positions are not known before, so every text node says 0.
 */
export function markdownTree(markdown: string): DocumentElement {
  const root = parser.parse(markdown) satisfies Root
  const definitions = new Map<string, Definition>()
  for (const node of root.children) if (node.type === 'definition') definitions.set(node.identifier, node)
  return element('article', {}, childrenOf(root, definitions))
}

type Definitions = ReadonlyMap<string, Definition>

const element = (tag: DocumentTag, attributes: DocumentAttributes, children: DocumentNode[]): DocumentElement => ({
  tag,
  attributes,
  children,
})
const text = (value: string): DocumentNode => ({ text: value, start: 0 })

function childrenOf(parent: Parents, definitions: Definitions): DocumentNode[] {
  return parent.children.flatMap((child) => nodesOf(child, definitions))
}

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const
const SIMPLE = {
  paragraph: 'p',
  emphasis: 'em',
  strong: 'strong',
  delete: 'del',
  blockquote: 'blockquote',
} as const satisfies Record<string, DocumentTag>

function nodesOf(node: RootContent, definitions: Definitions): DocumentNode[] {
  switch (node.type) {
    case 'text':
      return withWikiLinks(node.value)
    case 'paragraph':
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'blockquote':
      return [element(SIMPLE[node.type], {}, childrenOf(node, definitions))]
    case 'heading':
      return [element(HEADINGS[node.depth - 1] ?? 'h6', {}, childrenOf(node, definitions))]
    case 'inlineCode':
      return [element('code', {}, [text(node.value)])]
    case 'code':
      return [element('pre', node.lang ? { codeLanguage: node.lang } : {}, [element('code', {}, [text(node.value)])])]
    case 'html':
      return [text(node.value)]
    case 'break':
      return [element('br', {}, [])]
    case 'thematicBreak':
      return [element('hr', {}, [])]
    case 'list':
    case 'listItem':
      return [listPart(node, definitions)]
    case 'table':
      return [table(node, definitions)]
    default:
      return linkedNodes(node, definitions)
  }
}

function linkedNodes(node: Nodes, definitions: Definitions): DocumentNode[] {
  switch (node.type) {
    case 'link':
      return [anchor(node.url, childrenOf(node, definitions))]
    case 'linkReference':
      return [anchor(definitions.get(node.identifier)?.url ?? '', childrenOf(node, definitions))]
    case 'image':
      return [element('img', { alt: node.alt ?? '' }, [])]
    case 'imageReference':
      return [element('img', { alt: node.alt ?? '' }, [])]
    case 'footnoteReference':
      return [element('sup', {}, [text(node.label ?? node.identifier)])]
    case 'footnoteDefinition':
      return [element('aside', {}, childrenOf(node, definitions))]
    default:
      return []
  }
}

function listPart(
  node: Extract<RootContent, { type: 'list' | 'listItem' }>,
  definitions: Definitions,
): DocumentElement {
  if (node.type === 'listItem') {
    const attributes = typeof node.checked === 'boolean' ? { checked: node.checked } : {}
    // A tight item is one paragraph; without its element the words stand beside the marker.
    const [only, ...others] = node.children
    const isTight = only?.type === 'paragraph' && others.every(({ type }) => type === 'list') && !node.spread
    const children = isTight
      ? [...childrenOf(only, definitions), ...others.flatMap((child) => nodesOf(child, definitions))]
      : childrenOf(node, definitions)
    return element('li', attributes, children)
  }
  const start = node.ordered && typeof node.start === 'number' && node.start !== 1 ? { start: node.start } : {}
  return element(node.ordered ? 'ol' : 'ul', start, childrenOf(node, definitions))
}

function table({ children: rows, align }: Table, definitions: Definitions): DocumentElement {
  const cells = (tag: 'th' | 'td') => (row: Table['children'][number]) =>
    element(
      'tr',
      {},
      row.children.map((cell, column) => {
        const side = align?.[column]
        return element(tag, side ? { align: side } : {}, childrenOf(cell, definitions))
      }),
    )
  const [head, ...body] = rows
  return element('table', {}, [
    ...(head ? [element('thead', {}, [cells('th')(head)])] : []),
    element('tbody', {}, body.map(cells('td'))),
  ])
}

function anchor(url: string, children: DocumentNode[]): DocumentElement {
  // Anything but a web or mail address could run in the page; it is shown as the words it is made of.
  return /^(?:https?:|mailto:)/iu.test(url) ? element('a', { href: url }, children) : element('span', {}, children)
}

/** `[[name]]` and `[[name|words]]` lead to the document of that name. */
function withWikiLinks(value: string): DocumentNode[] {
  const nodes: DocumentNode[] = []
  let from = 0
  for (const match of value.matchAll(/\[\[(?<target>[^[\]|]+)(?:\|(?<words>[^[\]]+))?\]\]/gu)) {
    const target = match.groups?.['target']?.trim() ?? ''
    if (match.index > from) nodes.push(text(value.slice(from, match.index)))
    nodes.push(element('a', { wikiTarget: target }, [text(match.groups?.['words']?.trim() ?? target)]))
    from = match.index + match[0].length
  }
  if (from < value.length) nodes.push(text(value.slice(from)))
  return nodes
}
