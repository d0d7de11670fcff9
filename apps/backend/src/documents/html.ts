import type { DocumentElement, TextDirection } from '@semiont/contract'
import type { Element, Nodes, Root } from 'hast'
import rehypeParse from 'rehype-parse'
import { unified } from 'unified'
import { safeAttributes } from './element-policy.ts'
import { documentTreeOf } from './hast-tree.ts'
import { cutText } from './cut-text.ts'

const page = unified().use(rehypeParse).freeze()
const fragment = unified().use(rehypeParse, { fragment: true }).freeze()

export interface ReadTree {
  root: DocumentElement
  /** What the document says about itself. */
  declared: { title?: string; language?: string; direction?: TextDirection }
  /** Front matter of Markdown: names as written, lists as lists. */
  metadata?: Record<string, string | string[]>
}

export function readHtml(html: string): ReadTree {
  const hast = page.parse(html)
  const documentElement = childNamed(hast, 'html')
  const head = documentElement && childNamed(documentElement, 'head')
  const title = head && childNamed(head, 'title')
  const { lang, dir } = safeAttributes('article', {
    ...documentElement?.properties,
    ...(documentElement && childNamed(documentElement, 'body')?.properties),
  })
  const titleText = title?.children.map((child) => (child.type === 'text' ? child.value : '')).join('')
  return {
    root: documentTreeOf(hast).root,
    declared: {
      ...(titleText?.trim() ? { title: cutText(titleText.trim().replace(/\s+/g, ' '), 500) } : {}),
      ...(lang === undefined ? {} : { language: lang }),
      ...(dir === undefined ? {} : { direction: dir }),
    },
  }
}

export function parseHtmlFragment(html: string): Root {
  return fragment.parse(html)
}

function childNamed(parent: Nodes, name: string): Element | undefined {
  if (!('children' in parent)) return undefined
  for (const child of parent.children) {
    if (child.type === 'element' && child.tagName === name) return child
  }
  return undefined
}
