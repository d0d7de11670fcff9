import { expect, test } from 'vitest'
import { annotationHref, passageHref, placeOf } from './passage-link.ts'

const hashOf = (href: string) => new URL(href, 'http://localhost').hash

test('a link to a passage is read back as that passage', () => {
  const href = passageHref('res_1', { start: 12, end: 40 }, 3)
  expect(href).toBe('/resources/res_1?version=3#passage=12-40')
  expect(placeOf(hashOf(href))).toEqual({ passage: { start: 12, end: 40 } })
})

test('a link to a mark is read back as that mark', () => {
  const id = 'ann_01h455vb4pex5vsknk084sn02q'
  expect(placeOf(hashOf(annotationHref('res_1', id)))).toEqual({ annotationId: id })
})

test.each(['', '#', '#doc-heading', '#passage=9-3', '#passage=-1-2', '#ann_short'])('%j points at nothing', (hash) => {
  expect(placeOf(hash)).toBeUndefined()
})
