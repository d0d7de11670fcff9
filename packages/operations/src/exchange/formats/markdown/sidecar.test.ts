import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CodePointText } from '../../code-points.ts'
import { anyValue, markedText, termName } from '../../testing/arbitrary.ts'
import { toWebAnnotation } from '../../web-annotation.ts'
import { hasFrontMatter, readFrontMatter, writeFrontMatter } from './front-matter.ts'
import { readSidecar, writeSidecar } from './sidecar.ts'

describe('a sidecar', () => {
  it('gives back every annotation as it was, whatever is in it', () => {
    fc.assert(
      fc.property(markedText({ wholeDocument: true }), termName, ({ text, annotations }, name) => {
        const path = `notes/${name}.md`
        const points = new CodePointText(text)
        const written = annotations.map((annotation) => ({
          annotation: toWebAnnotation(annotation, path),
          quote: annotation.spans.map(({ start, end }) => points.slice(start, end)).join('\n'),
        }))
        const file = [
          ...writeSidecar({ path, name, metadata: { language: 'de', entityTypes: ['A b'] } }, written),
        ].join('')
        const read = readSidecar(file)
        expect(read?.annotations).toEqual(written.map(({ annotation }) => annotation))
        expect(read).toMatchObject({ document: path, faults: [], metadata: { language: 'de', entityTypes: ['A b'] } })
      }),
      { numRuns: 100 },
    )
  })

  it('is told from a note that is called like one', () => {
    expect(readSidecar('---\ntitle: My annotations\n---\n```yaml\na: 1\n```\n')).toBeUndefined()
  })

  it('says which annotation cannot be read', () => {
    const file = '---\nsemiont: annotations\ndocument: a.md\n---\n```yaml\n"a\n```\n'
    expect(readSidecar(file)?.faults).toEqual([{ where: 'annotation 1', reason: 'its block is no YAML' }])
  })
})

describe('front matter', () => {
  it('takes name, description, language, aliases, tags, entity types and source', () => {
    const note =
      '---\r\ntitle: 1984\nlang: en\naliases: [One, "Two: 2"]\ntags:\n  - "#deep/er"\nentity_types: Person\nurl: https://example.org/x\n---\nText'
    expect(readFrontMatter(note)).toEqual({
      name: '1984',
      tags: ['deep/er'],
      metadata: {
        language: 'en',
        aliases: ['One', 'Two: 2'],
        entityTypes: ['Person'],
        derivedFrom: 'https://example.org/x',
      },
    })
  })

  it('is nothing where there is none, or where it is no YAML', () => {
    for (const note of ['Text\n---\na: b\n---\n', '---\n: [\n---\n', '---\n- a\n---\n', '']) {
      expect(readFrontMatter(note)).toEqual({ tags: [], metadata: {} })
    }
  })

  it('comes back as it was written, and is found again', () => {
    fc.assert(
      fc.property(termName, anyValue, (name, description) => {
        const written = writeFrontMatter(name, { description, language: 'pt-BR' })
        const read = readFrontMatter(`${written}# Text\n`)
        const shown = (text: string) => text.replace(/\s+/g, ' ').trim()
        expect([read.name, read.metadata.description ?? '']).toEqual([shown(name), shown(description)])
        expect(hasFrontMatter(written)).toBe(true)
      }),
    )
  })
})
