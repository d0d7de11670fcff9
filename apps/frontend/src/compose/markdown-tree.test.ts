import { type DocumentNode, documentElementSchema, isDocumentText } from '@semiont/contract'
import { describe, expect, test } from 'vitest'
import { markdownTree } from './markdown-tree.ts'

/** The tree as short as one can read it: `p(one em(two))`. */
function sketch(node: DocumentNode): string {
  if (isDocumentText(node)) return node.text
  return `${node.tag}(${node.children.map(sketch).join('')})`
}
const tree = (markdown: string) => sketch(markdownTree(markdown))

describe('preview of Markdown', () => {
  test('has paragraphs, emphasis and code', () => {
    expect(tree('one *two* **three** `four`')).toBe('article(p(one em(two) strong(three) code(four)))')
  })
  test('has tight lists, tasks and numbers', () => {
    expect(tree('- one\n- two\n  - three')).toBe('article(ul(li(one)li(twoul(li(three)))))')
    expect(markdownTree('- [x] done').children[0]).toMatchObject({ children: [{ attributes: { checked: true } }] })
    expect(markdownTree('3. three').children[0]).toMatchObject({ tag: 'ol', attributes: { start: 3 } })
  })
  test('has tables with their alignment', () => {
    expect(tree('| a | b |\n|---|--:|\n| 1 | 2 |')).toBe('article(table(thead(tr(th(a)th(b)))tbody(tr(td(1)td(2)))))')
  })
  test('resolves wiki links and links by reference', () => {
    expect(markdownTree('see [[Moby Dick|the whale]]').children[0]).toMatchObject({
      children: [
        { text: 'see ' },
        { tag: 'a', attributes: { wikiTarget: 'Moby Dick' }, children: [{ text: 'the whale' }] },
      ],
    })
    expect(markdownTree('[w3]\n\n[w3]: https://w3.org').children[0]).toMatchObject({
      children: [{ tag: 'a', attributes: { href: 'https://w3.org' } }],
    })
  })
  test('shows HTML as text and never links to script', () => {
    expect(tree('a <b onclick=x>c</b>')).toBe('article(p(a <b onclick=x>c</b>))')
    expect(tree('[click](javascript:alert(1))')).toBe('article(p(span(click)))')
  })
  test('is a tree that the contract knows', () => {
    const markdown =
      '# One\n\n> two\n\n```ts\nlet x\n```\n\n---\n\n![alt](https://x.example/p.png)\n\nnote[^1]\n\n[^1]: end'
    expect(() => documentElementSchema.parse(markdownTree(markdown))).not.toThrow()
  })
})
