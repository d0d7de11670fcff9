import { expect, test } from 'vitest'
import { shownValue } from './shown-value.ts'

test('words, numbers and lists are shown as they are', () => {
  expect(shownValue('Moby-Dick')).toBe('Moby-Dick')
  expect(shownValue(3)).toBe('3')
  expect(shownValue(['Person', { id: 'ety_1', name: 'Place' }])).toBe('Person, Place')
})
test('nothing is an empty text', () => {
  expect(shownValue(null)).toBe('')
  expect(shownValue([])).toBe('')
})
test('a long text is cut', () => {
  expect(shownValue('x'.repeat(500))).toHaveLength(161)
})
test('a record without a name says nothing', () => {
  expect(shownValue({ sha256: 'ab' })).toBeUndefined()
  expect(shownValue(['a', { sha256: 'ab' }])).toBeUndefined()
})
