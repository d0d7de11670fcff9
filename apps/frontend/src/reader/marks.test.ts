import type { Annotation } from '@semiont/contract'
import { describe, expect, it } from 'vitest'
import {
  annotationFor,
  bodiesFor,
  emptyDraft,
  isComplete,
  kindOf,
  matches,
  mayChange,
  NO_FILTER,
  placedMarks,
} from './marks.ts'

const RESOURCE = 'res_01h455vb4pex5vsknk084sn02q'
const ADA = { id: 'usr_01h455vb4pex5vsknk084sn02q', kind: 'person', name: 'Ada' } as const

function mark(id: string, start: number, end: number, changes: Partial<Annotation> = {}): Annotation {
  const anchor = { state: 'anchored', score: 1, start, end } as const
  return {
    id,
    collectionId: 'col_01h455vb4pex5vsknk084sn02q',
    resourceId: RESOURCE,
    resourceVersion: 1,
    status: 'accepted',
    version: 1,
    anchor,
    targets: [{ iri: RESOURCE, resourceId: RESOURCE, resourceVersion: 1, anchor, quote: null }],
    motivations: ['highlighting'],
    entityTypes: [],
    tags: [],
    reference: null,
    creator: ADA,
    createdAt: '2026-01-01T00:00:00.000Z',
    modifiedAt: '2026-01-01T00:00:00.000Z',
    annotation: { '@context': 'http://www.w3.org/ns/anno.jsonld', id, type: 'Annotation', target: RESOURCE },
    ...changes,
  }
}

describe('marks of the reader', () => {
  it('stand in reading order, an outer mark before those inside it', () => {
    const marks = placedMarks([mark('inner', 5, 9), mark('later', 20, 25), mark('outer', 5, 15)], RESOURCE, 1)
    expect(marks.map(({ annotation }) => annotation.id)).toEqual(['outer', 'inner', 'later'])
  })

  it('have no place in another version, nor when their passage is gone', () => {
    const orphan = { state: 'orphan', score: 0, start: null, end: null } as const
    const gone = mark('gone', 0, 0, {
      targets: [{ iri: RESOURCE, resourceId: RESOURCE, resourceVersion: 1, anchor: orphan, quote: null }],
    })
    expect(placedMarks([gone], RESOURCE, 1)).toEqual([])
    expect(placedMarks([mark('old', 1, 2)], RESOURCE, 2)).toEqual([])
  })

  it('show as a comment when their motivation is one this page has no mark for', () => {
    expect(kindOf(mark('m', 0, 1, { motivations: ['bookmarking'] }))).toBe('commenting')
  })

  it('may be changed by who made them, by who curates, and by every editor where a program suggested them', () => {
    const other = { id: 'usr_somebody_else', role: 'member' } as const
    expect(mayChange(mark('m', 0, 1), { id: ADA.id, role: 'member' })).toBe(true)
    expect(mayChange(mark('m', 0, 1), other)).toBe(false)
    expect(mayChange(mark('m', 0, 1), { ...other, role: 'moderator' })).toBe(true)
    const suggested = mark('m', 0, 1, { status: 'suggested', creator: { ...ADA, kind: 'agent' } })
    expect(mayChange(suggested, other)).toBe(true)
  })

  it('pass a filter by kind, type, author and status; rejected ones only when asked for', () => {
    const rejected = mark('r', 0, 1, { status: 'rejected' })
    expect(matches(rejected, NO_FILTER)).toBe(false)
    expect(matches(rejected, { ...NO_FILTER, status: 'rejected' })).toBe(true)
    expect(matches(mark('h', 0, 1), { ...NO_FILTER, kinds: new Set(['linking']) })).toBe(false)
    expect(matches(mark('h', 0, 1), { ...NO_FILTER, creatorId: 'usr_somebody_else' })).toBe(false)
  })
})

describe('a new mark', () => {
  it('is a Web Annotation of its motivation at code points of the text', () => {
    expect(annotationFor(RESOURCE, { start: 3, end: 8 }, emptyDraft('highlighting'))).toEqual({
      '@context': 'http://www.w3.org/ns/anno.jsonld',
      type: 'Annotation',
      motivation: 'highlighting',
      target: {
        type: 'SpecificResource',
        source: RESOURCE,
        selector: { type: 'TextPositionSelector', start: 3, end: 8 },
      },
    })
  })

  it('says with each body what it is for', () => {
    expect(bodiesFor({ ...emptyDraft('assessing'), verdict: 'wrong', comment: ' Not so. ' })).toEqual([
      { type: 'TextualBody', value: 'wrong', purpose: 'assessing' },
      { type: 'TextualBody', value: 'Not so.', purpose: 'commenting' },
    ])
    expect(bodiesFor({ ...emptyDraft('linking'), entityTypes: ['Person'], refersTo: RESOURCE })).toEqual([
      { type: 'TextualBody', value: 'Person', purpose: 'classifying' },
      { type: 'SpecificResource', purpose: 'identifying', source: RESOURCE },
    ])
  })

  it('tags with the tag of a schema, or with a free word', () => {
    expect(bodiesFor({ ...emptyDraft('tagging'), tags: ['Review › Checked', 'odd'] })).toEqual([
      { type: 'TextualBody', purpose: 'tagging', value: 'Checked', tagSchema: 'Review' },
      { type: 'TextualBody', purpose: 'tagging', value: 'odd' },
    ])
  })

  it('can be saved once it says what its kind needs', () => {
    expect(isComplete(emptyDraft('commenting'))).toBe(false)
    expect(isComplete({ ...emptyDraft('commenting'), comment: 'Yes' })).toBe(true)
    expect(isComplete(emptyDraft('linking'))).toBe(false)
    expect(isComplete({ ...emptyDraft('linking'), entityTypes: ['Person'] })).toBe(true)
    expect(isComplete(emptyDraft('tagging'))).toBe(false)
  })
})
