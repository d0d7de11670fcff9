import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CodePointText } from '../../code-points.ts'
import { Losses } from '../../losses.ts'
import type { ExchangeAnnotation } from '../../model.ts'
import { markedText } from '../../testing/arbitrary.ts'
import { readConll } from './read.ts'
import { conllLines } from './write.ts'

function write(text: string, annotations: readonly ExchangeAnnotation[], path = 'a.txt') {
  const losses = new Losses()
  const file = [...conllLines({ path, name: 'a', iri: 'urn:a', text, annotations }, losses)].join('')
  return { file, losses: losses.list() }
}

const entity = (start: number, end: number, value: string): ExchangeAnnotation => ({
  id: `urn:${start}:${end}`,
  spans: [{ start, end }],
  motivation: 'linking',
  bodies: [{ kind: 'entityType', value }],
})

function entitiesOf(file: string, path = 'x.conll') {
  return readConll(path, file).documents.map(({ path: at, bytes, annotations }) => {
    const text = new CodePointText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes))
    const found = annotations.map(({ spans: [span], bodies: [body] }) => [
      text.slice(span?.start ?? 0, span?.end ?? 0),
      body?.kind === 'entityType' ? body.value : '',
    ])
    return { path: at, text: text.text, found }
  })
}

describe('reading CoNLL', () => {
  it('puts tokens and sentences together, and reads IOB1, IOB2 and BIOES alike', () => {
    const expected = [
      ['New York', 'LOC'],
      ['Anna', 'PER'],
      ['Bo', 'PER'],
    ]
    const files = ['I-LOC I-LOC O I-PER B-PER', 'B-LOC I-LOC O B-PER B-PER', 'B-LOC E-LOC O S-PER S-PER'].map((tags) =>
      'New York has Anna Bo'
        .split(' ')
        .map((word, index) => `${word}\t${tags.split(' ')[index]}`)
        .join('\n'),
    )
    for (const file of files)
      expect(entitiesOf(`${file}\n\nEnd\tO\n`)).toEqual([
        { path: 'x.txt', text: 'New York has Anna Bo\nEnd', found: expected },
      ])
  })

  it('takes token and tag of the four columns of CoNLL-2003, and its documents', () => {
    const file =
      '-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\n# # I-NP O\n\n-DOCSTART- -X- -X- O\n\nBonn NNP B-NP B-LOC\n'
    expect(entitiesOf(file, 'd/eng.testa.conll')).toEqual([
      { path: 'd/eng.testa-1.txt', text: 'EU #', found: [['EU', 'ORG']] },
      { path: 'd/eng.testa-2.txt', text: 'Bonn', found: [['Bonn', 'LOC']] },
    ])
  })

  it('takes the text, the spaces and the entities of CoNLL-U', () => {
    const row = (id: string, form: string, misc: string) => `${id}\t${form}\t_\t_\t_\t_\t_\t_\t_\t${misc}`
    const file = [
      '# newdoc id = letters/one',
      row('1-2', "Anna's", 'NER=B-PER|SpaceAfter=No'),
      row('1', 'Anna', '_'),
      row('2', "'s", '_'),
      row('3', '!', '_'),
      row('3.1', 'left', '_'),
      '',
    ].join('\n')
    expect(entitiesOf(file)).toEqual([{ path: 'letters/one.txt', text: "Anna's!", found: [["Anna's", 'PER']] }])
  })

  it('keeps a document within the collection, wherever its id points', () => {
    expect(entitiesOf('# newdoc id = ../../etc/passwd\na\tO\n')[0]?.path).toBe('etc/passwd.txt')
  })

  it('says which comment cannot be read', () => {
    expect(readConll('x', '# semiont_before = 7\na\tO\n').faults).toEqual([
      { where: 'line 1', reason: 'what follows "semiont_before =" is no JSON' },
    ])
  })
})

describe('writing CoNLL', () => {
  it('gives back text and entities, whatever is between the words', () => {
    fc.assert(
      fc.property(markedText({ wholeDocument: true }), ({ text, annotations }) => {
        const { file } = write(text, annotations)
        const again = readConll('x.conll', file).documents[0]
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(again?.bytes)).toBe(text)
        expect(write(text, again?.annotations ?? [])).toEqual({ file, losses: [] })
      }),
      { numRuns: 300 },
    )
  })

  it('writes adjacent entities, names with spaces and entities within words', () => {
    const { file, losses } = write('Anna Bo😀Legal', [
      entity(0, 4, 'PER'),
      entity(5, 7, 'PER'),
      entity(7, 9, 'My type'),
    ])
    expect(losses).toEqual([])
    expect(entitiesOf(file)[0]?.found).toEqual([
      ['Anna', 'PER'],
      ['Bo', 'PER'],
      ['😀L', 'My type'],
    ])
  })

  it('counts what has no place', () => {
    const nested = [entity(0, 7, 'ORG'), entity(0, 4, 'PER')]
    const { losses } = write('Anna Bo ', [
      ...nested,
      { ...entity(5, 8, 'PER'), spans: [] },
      { ...entity(0, 1, 'x'), bodies: [] },
    ])
    expect(losses.map(({ what, count }) => `${count} ${what}`)).toEqual([
      '1 entities are the whole document or have several parts',
      '1 annotations name no entity type, and CoNLL has nothing else',
      '1 entities overlap an earlier or longer one; CoNLL has one tag for a token',
    ])
  })
})
