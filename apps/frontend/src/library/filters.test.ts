import { describe, expect, test } from 'vitest'
import { filtersOf, isFiltered, NO_FILTERS, resourceQueryOf, searchOf } from './filters.ts'

describe('filters of the library', () => {
  test('come back from the address as they went in', () => {
    const filters = {
      ...NO_FILTERS,
      q: 'Moby & Co',
      entityType: 'Person',
      language: 'de',
      archived: 'any' as const,
      sort: 'name' as const,
    }
    expect(filtersOf(new URLSearchParams(searchOf(filters)))).toEqual(filters)
  })

  test('leave a plain address when there are none', () => {
    expect(searchOf(NO_FILTERS)).toBe('')
    expect(filtersOf(new URLSearchParams(''))).toEqual(NO_FILTERS)
  })

  test('that nobody knows are ignored', () => {
    expect(filtersOf(new URLSearchParams('sort=colour&archived=maybe'))).toEqual(NO_FILTERS)
  })

  test('the order alone is not a filter', () => {
    expect(isFiltered({ ...NO_FILTERS, sort: 'name' })).toBe(false)
    expect(isFiltered({ ...NO_FILTERS, language: 'en' })).toBe(true)
  })

  test('only what is chosen is asked for', () => {
    expect(resourceQueryOf({ ...NO_FILTERS, q: '  whale ' })).toEqual({
      sort: 'modifiedAt',
      archived: 'false',
      q: 'whale',
    })
  })
})
