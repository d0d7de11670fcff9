import { expect, test } from 'vitest'
import { parseList } from './stored-list.ts'

const isText = (value: unknown): value is string => typeof value === 'string'

test('entries that an older version left behind are dropped, the rest stays', () => {
  expect(parseList('["a",1,null,"b"]', isText)).toEqual(['a', 'b'])
})

test('what cannot be read is an empty list', () => {
  expect(parseList(null, isText)).toEqual([])
  expect(parseList('{"a":1}', isText)).toEqual([])
  expect(parseList('[broken', isText)).toEqual([])
})
