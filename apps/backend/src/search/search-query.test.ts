import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSearchQuery, type Term } from './search-query.ts'

const words = (text: string): Term => ({ kind: 'words', text })
const exact = (text: string): Term => ({ kind: 'exact', text })
const prefix = (text: string): Term => ({ kind: 'prefix', text })

describe('what somebody types into the search field', () => {
  it.each<[string, Term[][], Term[]]>([
    ['white rabbit', [[words('white')], [words('rabbit')]], []],
    ['"white rabbit" watch', [[exact('white rabbit')], [words('watch')]], []],
    ['“white rabbit”', [[exact('white rabbit')]], []],
    ['"never closed', [[exact('never closed')]], []],
    ['rabb*', [[prefix('rabb')]], []],
    ['well-known e.g. it’s', [[words('well known')], [words('e g')], [words('it s')]], []],
    ['cat OR dog fish', [[words('cat'), words('dog')], [words('fish')]], []],
    ['cat | dog', [[words('cat'), words('dog')]], []],
    ['cat or dog', [[words('cat')], [words('or')], [words('dog')]], []],
    ['OR cat OR', [[words('cat')]], []],
    ['rabbit -white -"march hare"', [[words('rabbit')]], [words('white'), exact('march hare')]],
    ['-', [], []],
    ['"" * . !', [], []],
    ['--x', [], [words('x')]],
    ['a"b', [[words('a b')]], []],
  ])('%s', (input, required, excluded) => {
    expect(parseSearchQuery(input)).toEqual({ required, excluded })
  })

  it('is always understood somehow, and never too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (input) => {
        const { required, excluded } = parseSearchQuery(input)
        const all = [...required.flat(), ...excluded]
        expect(all.length).toBeLessThanOrEqual(16)
        for (const term of all) expect(term.text).toMatch(/^\S+( \S+)*$/)
      }),
    )
  })
})
