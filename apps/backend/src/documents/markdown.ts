import type { Nodes } from 'hast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { type Processor, unified } from 'unified'
import { splitFrontMatter } from './front-matter.ts'
import { documentTreeOf } from './hast-tree.ts'
import type { ReadTree } from './html.ts'
import { mergeRawHtml } from './raw-html.ts'
import { wikiLinkFromMarkdown, wikiLinkSyntax } from './wiki-links.ts'

function wikiLinks(this: Processor): void {
  const data = this.data()
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), wikiLinkSyntax]
  data.fromMarkdownExtensions = [...(data.fromMarkdownExtensions ?? []), wikiLinkFromMarkdown]
}

const parser = unified().use(remarkParse).use(remarkGfm).use(wikiLinks).freeze()
const toHast = unified().use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: '' }).freeze()

/** CommonMark with GFM, wiki links and front matter. Raw HTML goes the way of all HTML: through the whitelist. */
export function readMarkdown(markdown: string): ReadTree {
  const { fields, body } = splitFrontMatter(markdown)
  const hast: Nodes = toHast.runSync(parser.parse(body))
  mergeRawHtml(hast)
  const title = single(fields['title'])
  const language = single(fields['lang'] ?? fields['language'])
  return {
    root: documentTreeOf(hast).root,
    declared: {
      ...(title === undefined ? {} : { title }),
      ...(language !== undefined && /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/.test(language) ? { language } : {}),
    },
    metadata: fields,
  }
}

function single(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
