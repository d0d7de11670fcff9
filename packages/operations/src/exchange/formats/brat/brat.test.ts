import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Losses } from '../../losses.ts'
import type { ExchangeAnnotation } from '../../model.ts'
import { readSourceText } from '../../source-text.ts'
import { markedText, withoutIds } from '../../testing/arbitrary.ts'
import { readAnn } from './read.ts'
import { writeAnn } from './write.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string, ann: string) => readAnn('a.txt', readSourceText('a.txt', bytes(text)), ann)

function roundTrip(text: string, annotations: readonly ExchangeAnnotation[]) {
  const losses = new Losses()
  const ann = writeAnn({ path: 'a.txt', name: 'a', iri: 'urn:a', text, annotations }, losses)
  return { ...read(text, ann), losses: losses.list(), ann }
}

describe('reading brat', () => {
  it('takes passages, attributes, normalizations, notes, relations, events and equivalences', () => {
    const text = 'Anna met Bo in Oslo.'
    const { annotations, faults } = read(
      text,
      [
        'T1\tPerson 0 4\tAnna',
        'T2\tPerson 9 11\tBo',
        'T3\tMeet 5 8\tmet',
        'T4\tPlace 0 4;15 19\tAnna Oslo',
        'R1\tKnows Arg1:T1 Arg2:T2\t',
        'E1\tMeet:T3 Who:T1 Whom:T2',
        '*\tEquiv T1 T2',
        'A1\tNegated E1',
        'M1\tConfidence T1 High',
        'N1\tReference T1 Wikipedia:12\tAnna',
        '#1\tAnnotatorNotes T2\tWho is this?',
      ].join('\n'),
    )
    expect(faults).toEqual([])
    const [anna, bo, met, split, knows, meeting, equal] = annotations
    expect(anna?.bodies).toEqual([
      { kind: 'entityType', value: 'Person' },
      { kind: 'tag', schema: 'Confidence', value: 'High' },
      { kind: 'link', target: 'Wikipedia:12', purpose: 'identifying', label: 'Anna' },
    ])
    expect(bo?.bodies.at(-1)).toEqual({ kind: 'text', value: 'Who is this?', purpose: 'commenting' })
    expect(split?.spans).toEqual([
      { start: 0, end: 4 },
      { start: 15, end: 19 },
    ])
    expect(knows?.relation?.members.map(({ id }) => id)).toEqual([anna?.id, bo?.id])
    expect(meeting?.relation).toMatchObject({ kind: 'event', type: 'Meet', members: [{ id: met?.id }, {}, {}] })
    expect(meeting?.bodies).toEqual([{ kind: 'tag', value: 'Negated' }])
    expect(equal?.relation).toMatchObject({ kind: 'equivalence', type: 'Equiv' })
  })

  it('counts code points, also in files with a byte order mark and carriage returns', () => {
    const text = '\uFEFF😀 one\r\ntwo'
    const { annotations } = read(text, 'T1\tX 8 11\ttwo\n')
    expect(annotations[0]?.spans).toEqual([{ start: 6, end: 9 }])
  })

  it('says of each bad line what is wrong with it, and reads the others', () => {
    const { annotations, faults } = read(
      'Anna met Bo',
      ['T1\tP 0 4\tAnna', 'T2\tP 5 99\tmet', 'T3\tP 0 4\tBobby', 'R1\tK Arg1:T1 Arg2:T9', 'A1\tN T9', 'Q1 x'].join(
        '\n',
      ),
    )
    expect(annotations).toHaveLength(1)
    expect(faults.map(({ where }) => where)).toEqual(['line 2', 'line 3', 'line 5', 'line 6', 'line 4'])
    expect(faults[1]?.reason).toBe('it quotes “Bobby”, and the text has “Anna” there')
  })

  it('gives the same ids each time', () => {
    const ids = () => read('Anna', 'T1\tP 0 4\tAnna').annotations.map(({ id }) => id)
    expect(ids()).toEqual(ids())
  })
})

describe('writing brat', () => {
  it('keeps every passage with all its bodies, whatever is in the text', () => {
    fc.assert(
      fc.property(markedText({ wholeDocument: false }), ({ text, annotations }) => {
        const { faults, annotations: again, losses } = roundTrip(text, annotations)
        expect(faults).toEqual([])
        expect(losses).toEqual([])
        expect(withoutIds(again)).toEqual(withoutIds(annotations))
      }),
      { numRuns: 150 },
    )
  })

  it('keeps relations and events between them', () => {
    const ann = [
      'T1\tP 0 4\tAnna',
      'T2\tM 5 8\tmet',
      'T3\tP 9 11\tBo',
      'E1\tM:T2 Who:T1',
      'R1\tKnows Arg1:T1 Arg2:T3',
      'R2\tWhy Arg1:E1 Arg2:T3',
    ]
    const first = read('Anna met Bo', ann.join('\n'))
    expect(first.faults).toEqual([])
    expect(roundTrip('Anna met Bo', first.annotations).ann.trim().split('\n').toSorted()).toEqual(ann.toSorted())
  })

  it('counts what it cannot say', () => {
    const page: ExchangeAnnotation = { id: 'urn:1', spans: [], motivation: 'commenting', bodies: [] }
    const relation = { kind: 'relation' as const, type: 'K', members: [{ role: 'Arg1', id: 'urn:1' }] }
    const { losses } = roundTrip('abc', [page, { ...page, id: 'urn:2', relation }])
    expect(losses.map(({ what }) => what)).toEqual([
      'annotations are about the whole document, which brat cannot say',
      'relations name an annotation that is not written, or something that brat cannot name',
    ])
  })
})
