import { expect, it } from 'vitest'
import { duration, magnitude, megabytes, milliseconds, percent, perSecond } from './units.ts'

it('writes numbers short, and what is not known as a question mark', () => {
  expect([0, 9.96, 9999, 12_345, 2_500_000, null].map(magnitude)).toEqual(['0', '10', '9999', '12.3k', '2.5M', '?'])
  expect([0, 0.033, 4.26, null].map(perSecond)).toEqual(['0/s', '0.03/s', '4.3/s', '?'])
  expect([0.9, 123.4, 12_345, null].map(milliseconds)).toEqual(['0.9 ms', '123 ms', '12.3 s', '-'])
  expect([2.51, 55.5, null].map(percent)).toEqual(['2.5 %', '56 %', '?'])
  expect([1e6, 2.55e9, null].map(megabytes)).toEqual(['1 MB', '2.5 GB', '?'])
  expect([45_000, 720_000, 1.26e7, 3e8, null].map(duration)).toEqual(['45 s', '12 min', '3.5 h', '3.5 d', '?'])
})
