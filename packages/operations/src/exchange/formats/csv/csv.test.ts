import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Losses } from '../../losses.ts'
import type { ExchangeAnnotation } from '../../model.ts'
import { anyValue, markedText, withoutIds } from '../../testing/arbitrary.ts'
import { readTable } from './read.ts'
import { joinValues, readRows, splitValues, writeRow } from './table.ts'
import { tableHeader, tableRow } from './write.ts'

function roundTrip(annotations: readonly ExchangeAnnotation[]) {
  const losses = new Losses()
  const rows = annotations.map((annotation) => tableRow('folder/a, "b".txt', annotation, losses) ?? '')
  const table = tableHeader() + rows.join('')
  return { read: [...readTable(table)], losses: losses.list() }
}

describe('a table', () => {
  it('gives back any cells', () => {
    const cells = fc.array(fc.oneof(anyValue, fc.constant('')), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 5 }), (rows) => {
        const head = ['a', 'b', 'c']
        expect([...readRows([head, ...rows].map(writeRow).join(''))]).toEqual([head, ...rows])
      }),
      { numRuns: 200 },
    )
  })

  it('keeps lists of any values in one cell', () => {
    const values = fc.array(anyValue, { maxLength: 4 })
    fc.assert(
      fc.property(values, (list) => {
        expect(splitValues(joinValues(list))).toEqual(list)
      }),
    )
  })

  it('is also read with semicolons and without a line end at the end', () => {
    expect([...readRows('document;start;end\na;1;2')]).toEqual([
      ['document', 'start', 'end'],
      ['a', '1', '2'],
    ])
  })

  it('says where a quoted cell that does not end begins', () => {
    expect(() => [...readRows('a,"b')]).toThrow('begins at character 3')
  })
})

describe('annotations in a table', () => {
  it('come back with passages and bodies, whatever is in them', () => {
    fc.assert(
      fc.property(markedText({ wholeDocument: true }), ({ annotations }) => {
        const expressible = annotations.map((annotation) => ({
          ...annotation,
          bodies: annotation.bodies.filter((body) => body.kind !== 'text' || body.value !== ''),
        }))
        const { read } = roundTrip(annotations)
        const again = read.flatMap((row) => ('annotation' in row ? [row.annotation] : []))
        expect(again).toHaveLength(annotations.length)
        expect(withoutIds(again)).toEqual(withoutIds(expressible))
        expect(again.map(({ id }) => id)).toEqual(annotations.map(({ id }) => id))
      }),
      { numRuns: 150 },
    )
  })

  it('say which rows are wrong and how', () => {
    const table = 'Document,start,end,quote,status\na,5,2,x,\n,1,2,x,\na,,,words,\na,1,2,,perhaps\n'
    const read = [...readTable(table)]
    expect(read.flatMap((row) => ('reason' in row ? [row.where] : []))).toEqual(['row 2', 'row 3', 'row 5'])
    expect(read[2]).toMatchObject({
      about: 'a',
      annotation: { spans: [], quote: { exact: 'words' }, motivation: 'commenting' },
    })
  })

  it('are not looked for in other tables', () => {
    expect(() => [...readTable('name,price\nx,1\n')]).toThrow('names no columns of annotations')
  })

  it('count what a row cannot hold', () => {
    const { losses } = roundTrip([
      {
        id: 'urn:1',
        spans: [],
        motivation: 'commenting',
        bodies: [{ kind: 'text', value: '<b>', format: 'text/html' }],
      },
    ])
    expect(losses).toEqual([{ what: 'comments are more than plain text; the cell has their source', count: 1 }])
  })
})
