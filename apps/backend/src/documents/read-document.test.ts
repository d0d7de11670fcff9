import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  countCodePoints,
  type DocumentElement,
  type DocumentNode,
  documentContentSchema,
  documentText,
  documentTextNodes,
  isDocumentText,
} from '@semiont/contract'
import { findSharedData } from '@semiont/testkit/shared-data'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReadableDocument, readDocument } from './index.ts'

function read(source: string | Uint8Array, mediaType: string): ReadableDocument {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source
  const document = readDocument({ bytes, mediaType })
  if (!document.markable) throw new Error(document.detail)
  return document
}

function fixture(name: string): Uint8Array {
  return readFileSync(join(import.meta.dirname, 'fixtures', name))
}

/** Every text node stands at its place in the canonical text, and the tree is what the contract allows. */
function expectSound(document: ReadableDocument): void {
  const points = Array.from(document.text)
  expect(documentText(document.tree)).toBe(document.text)
  expect(document.length).toBe(points.length)
  for (const { text, start } of documentTextNodes(document.tree)) {
    expect(points.slice(start, start + countCodePoints(text)).join('')).toBe(text)
  }
  const { language, direction, length, tree: root, outline } = document
  documentContentSchema.parse({
    resourceId: 'res_1',
    version: 1,
    mediaType: 'text/plain',
    language,
    direction,
    length,
    root,
    outline,
  })
}

function find(node: DocumentNode, tag: string): DocumentElement[] {
  if (isDocumentText(node)) return []
  const below = node.children.flatMap((child) => find(child, tag))
  return node.tag === tag ? [node, ...below] : below
}

describe('plain text', () => {
  it('keeps every character but the byte order mark and carriage returns', () => {
    expect(read('\ufeffone\r\ntwo\rthree\n\n  four \n', 'text/plain').text).toBe('one\ntwo\nthree\n\n  four \n')
  })

  it('makes paragraphs of what blank lines separate', () => {
    const document = read('\n \nfirst\nstill first\n\n\nsecond\n  \nthird\n', 'text/plain')
    expectSound(document)
    const paragraphs = find(document.tree, 'p').map((element) => documentTextNodes(element).next().value)
    expect(paragraphs).toEqual([
      { text: 'first\nstill first', start: 3 },
      { text: 'second', start: 23 },
      { text: 'third', start: 33 },
    ])
  })

  it('counts emoji, combining marks and right-to-left letters as the code points they are', () => {
    const document = read('👩‍🚀 e\u0301\n\nשלום 🌊\n\nend', 'text/plain')
    expectSound(document)
    expect([...documentTextNodes(document.tree)].map((node) => node.start)).toEqual([0, 8, 16])
  })

  it('lets prose flow and keeps the lines of verse', () => {
    const prose = Array.from(
      { length: 12 },
      () => 'the quick brown fox jumps over the lazy dog and then runs into woods',
    ).join('\n')
    const verse = 'How doth the little crocodile\nImprove his shining tail,\nAnd pour the waters'
    const document = read(`${prose}\n\n${verse}\n\n${prose}\n`, 'text/plain')
    expect(find(document.tree, 'p').map((element) => element.attributes.preserveLines ?? false)).toEqual([
      false,
      true,
      false,
    ])
  })

  it.each(['text/plain', 'text/markdown', 'text/html'])('says nothing about an empty %s', (mediaType) => {
    expect(read('  \n', mediaType)).toMatchObject({ language: null, direction: 'auto', outline: [] })
  })

  it('is sound for any text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\n', '\n\n', ' ', '\t', '\r\n', 'I', 'II', 'CHAPTER I'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const source = pieces
          .join('')
          .replaceAll('\0', '')
          .replace(/^\ufeff+/, '')
        const document = read(source, 'text/plain')
        expect(document.text).toBe(source.replace(/\r\n?/g, '\n'))
        expectSound(document)
      }),
    )
  })
})

const novels = findSharedData('texts', 'reading the novels')

describe.runIf(novels !== undefined)('the novels', () => {
  const folder = novels ?? ''
  const expected: Record<string, { headings: number; first: string }> = {
    '11_alices_adventures_in_wonderland.txt': { headings: 12, first: 'CHAPTER I. Down the Rabbit-Hole' },
    '219_heart_of_darkness.txt': { headings: 3, first: 'I' },
    '2852_the_hound_of_the_baskervilles.txt': { headings: 15, first: 'Chapter 1. Mr. Sherlock Holmes' },
    '36_the_war_of_the_worlds.txt': { headings: 29, first: 'BOOK ONE THE COMING OF THE MARTIANS' },
    '74_the_adventures_of_tom_sawyer.txt': { headings: 36, first: 'CHAPTER I' },
  }
  const files = novels !== undefined ? readdirSync(novels).filter((name) => name in expected) : []
  it.for(files)('%s is read exactly, with its chapters, in well under 200 ms of computing', (name) => {
    const bytes = readFileSync(join(folder, name))
    const times = [0, 1, 2].map(() => {
      const before = process.cpuUsage()
      readDocument({ bytes, mediaType: 'text/plain' })
      return process.cpuUsage(before).user / 1000
    })
    const document = read(bytes, 'text/plain')
    expect(document.text).toBe(new TextDecoder().decode(bytes))
    expectSound(document)
    expect(document).toMatchObject({ encoding: 'utf-8', language: 'en', direction: 'ltr' })
    expect(document.outline).toHaveLength(expected[name]?.headings ?? 0)
    expect(document.outline[0]?.text).toBe(expected[name]?.first)
    expect(Math.min(...times)).toBeLessThan(200)
  })
})

describe('Markdown', () => {
  const document = read(fixture('field-notes.md'), 'text/markdown')

  it('has the text a reader sees as canonical text', () => {
    expectSound(document)
    expect(document.text).toBe(
      [
        'Field notes',
        "The harbour at low tide, see Tide tables and the keeper's log. A line that goes on",
        'after a hard break. Not this. Visit https://example.org/tides or mail@example.org.',
        'What is left to do',
        'count the boats',
        'ask the keeper about the old lamp',
        'plain item',
        'Boat',
        'Length',
        'Vega',
        '12 m',
        'Sirius II',
        '9 m',
        'const tide = (hour) => `high at ${hour}` // 🌊',
        'indented code',
        'Quoted by the keeper.1',
        'An image: and H2O & Ctrl.',
        'A raw block',
        'Footnotes',
        'Heard in 1931. ↩',
      ].join('\n'),
    )
  })

  it('takes front matter as metadata, not as text', () => {
    expect(document).toMatchObject({ title: 'Field notes', language: 'en', languageSource: 'declared' })
    expect(document.metadata).toEqual({
      title: 'Field notes',
      lang: 'en',
      tags: ['harbour', 'tide tables'],
      authors: ['Ida Holm', 'Per Lund'],
    })
  })

  it('links wiki links and relative links to documents by name', () => {
    const targets = find(document.tree, 'a').map((link) => link.attributes.wikiTarget ?? link.attributes.href)
    expect(targets).toEqual([
      'Tide tables',
      'Ida Holm',
      'https://example.org/tides',
      'mailto:mail@example.org',
      'Old lamp',
      'Sirius',
      '#doc-fn-1',
      '#doc-fnref-1',
    ])
  })

  it('leaves brackets that are no wiki links alone', () => {
    const source = '`[[code]]` \\[[escaped]] [[]] [[open] [[two\nlines]] [text](https://example.org)'
    const links = find(read(source, 'text/markdown').tree, 'a')
    expect(links.map((link) => link.attributes)).toEqual([{ href: 'https://example.org/' }])
  })

  it('highlights code without changing it', () => {
    const [code] = find(document.tree, 'pre')
    expect(code?.attributes).toEqual({ codeLanguage: 'js' })
    expect(find(code ?? document.tree, 'span')[0]?.attributes.className).toBe('hljs-keyword')
  })

  it('shows tasks, alignment and pictures as attributes', () => {
    expect(find(document.tree, 'li').map((item) => item.attributes.checked)).toEqual([
      true,
      false,
      undefined,
      undefined,
    ])
    expect(find(document.tree, 'td').map((cell) => cell.attributes.align)).toEqual(['left', 'right', 'left', 'right'])
    expect(find(document.tree, 'img')[0]?.attributes).toEqual({
      src: 'https://example.org/lamp.png',
      alt: 'the lamp',
      title: 'At night',
    })
  })

  it('gives headings names that fragments can reach', () => {
    expect(document.outline.map(({ id, level, text }) => `${level} ${id} ${text}`)).toEqual([
      '1 doc-field-notes Field notes',
      '2 doc-what-is-left-to-do What is left to do',
      '2 doc-footnote-label Footnotes',
    ])
  })

  it('joins raw inline tags with their partners and drops what has none', () => {
    const { tree, text } = read('a <b>bold *and* <i>x</b> y</u> <br> z <script>alert(1)</script>', 'text/markdown')
    expect(text).toBe('a bold and x y\nz')
    expect(find(tree, 'b')).toHaveLength(1)
    expect(find(tree, 'i')).toHaveLength(0)
  })

  it('is sound for any Markdown', () => {
    const piece = fc.constantFrom(
      ...[
        '# ',
        '- ',
        '> ',
        '1. ',
        '\n',
        '\n\n',
        '  \n',
        '    ',
        '```js\n',
        '`',
        '*',
        '**',
        '_',
        '[[a|b]]',
        '[x](y)',
        '|',
        '|-|-|\n',
      ],
      ...[
        '<b>',
        '</b>',
        '<div>',
        '</div>',
        '<pre>',
        '<br>',
        '&nbsp;',
        '![a](b)',
        '[^1]',
        '[^1]: x',
        '~~',
        ' ',
        'word',
        '🌊',
        '---\n',
        '\t',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => expectSound(read(pieces.join(''), 'text/markdown'))),
      { numRuns: 300 },
    )
  })
})

describe('HTML', () => {
  const document = read(fixture('page.html'), 'text/html')

  it('has the text a reader sees as canonical text', () => {
    expectSound(document)
    expect(document.text).toBe(
      [
        'Home',
        'Trap',
        'The lamp',
        'First line',
        'second line with bold and italic.',
        'Loose text',
        'a paragraph',
        'more loose text',
        '  kept   as',
        '  it is',
        'Name',
        'Age',
        'Ida, 71',
        'Go up, out, write.',
        'Brass',
        'שלום',
        'Name Send',
      ].join('\n'),
    )
  })

  it('knows its title, language and direction', () => {
    expect(document).toMatchObject({ title: 'The lamp at the pier', language: 'en-GB', direction: 'ltr' })
    expect(find(document.tree, 'p').at(-1)?.attributes).toEqual({ lang: 'he', dir: 'rtl' })
  })

  it('keeps only safe links, and none that loads or runs anything', () => {
    expect(find(document.tree, 'a').map((link) => link.attributes)).toEqual([
      { wikiTarget: 'home' },
      {},
      { href: '#doc-top' },
      { href: 'https://example.org/?a=1&b=2' },
      { href: 'mailto:ida@example.org' },
    ])
    expect(find(document.tree, 'h1')[0]?.attributes.id).toBe('doc-top')
  })

  it('finds the level of the blocks in nested wrappers and cuts a long page there', () => {
    const paragraphs = Array.from({ length: 200 }, (_, index) => `<p>${'Words of paragraph. '.repeat(10)}${index}</p>`)
    const long = read(`<body><div><div>${paragraphs.join('\n')}</div></div></body>`, 'text/html')
    expectSound(long)
    expect(long.tree.children.length).toBeGreaterThan(3)
    expect(long.tree.children.every((child) => !isDocumentText(child) && child.tag === 'section')).toBe(true)
  })

  it('is sound for any nesting of inline, block and preformatted', () => {
    const tag = fc.constantFrom(
      'p',
      'div',
      'b',
      'span',
      'pre',
      'li',
      'ul',
      'table',
      'td',
      'h2',
      'a',
      'details',
      'blockquote',
    )
    const piece = fc.oneof(
      tag.map((name) => `<${name}>`),
      tag.map((name) => `</${name}>`),
      fc.constantFrom(
        ' ',
        '\n',
        '  ',
        '\t',
        '<br>',
        '<hr>',
        '&nbsp;',
        '&#13;',
        '&#x1F30A;',
        '<img alt=x>',
        '<!-- c -->',
        '\0',
      ),
      fc.string({ unit: 'grapheme', maxLength: 5 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => expectSound(read(pieces.join(''), 'text/html'))),
      { numRuns: 500 },
    )
  })
})
