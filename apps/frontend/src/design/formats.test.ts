import { expect, test } from 'vitest'
import { formatBytes } from './formats.ts'

test('sizes are told in the unit that keeps them short, in the way of the language', () => {
  expect(formatBytes(0, 'en')).toBe('0 bytes')
  expect(formatBytes(999, 'en')).toBe('999 bytes')
  expect(formatBytes(1_250_000, 'en')).toBe('1.3 MB')
  expect(formatBytes(1_250_000, 'de')).toBe('1,3 MB')
  expect(formatBytes(2_000_000_000, 'en')).toBe('2 GB')
})
