import { expect, test } from 'vitest'
import { safeReturnTo } from './sign-in-redirect.ts'

test('a path of this site is kept, with query and fragment', () => {
  expect(safeReturnTo('/search?q=whale#2')).toBe('/search?q=whale#2')
})

test.each([undefined, null, '', 'https://evil.example', '//evil.example', '/\\evil.example', '/\t/evil.example', 'x'])(
  '%j leads to the start page',
  (value) => {
    expect(safeReturnTo(value)).toBe('/')
  },
)
