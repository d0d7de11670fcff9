import { describe, expect, test } from 'vitest'
import { changesBetween, fieldsOf, rebased } from './about-fields.ts'

const resource = {
  name: 'Moby-Dick',
  description: '',
  language: 'en',
  entityTypes: [{ id: 'ety_1', name: 'Work' }],
  collectionId: 'col_1',
}
const base = fieldsOf(resource)

describe('what one changes about a document', () => {
  test('is all that is sent', () => {
    expect(changesBetween(base, base)).toEqual({})
    expect(changesBetween(base, { ...base, description: 'A whale.', entityTypes: [] })).toEqual({
      description: 'A whale.',
      entityTypes: [],
    })
  })

  test('says null for a language that is not known', () => {
    expect(changesBetween(base, { ...base, language: '' })).toEqual({ language: null })
  })

  test('is not a name with spaces around it', () => {
    expect(changesBetween(base, { ...base, name: ' Moby-Dick ' })).toEqual({})
  })

  test('stays when someone else changes the document meanwhile, and takes over the rest', () => {
    const typed = { ...base, name: 'Moby-Dick; or, The Whale' }
    const theirs = fieldsOf({ ...resource, name: 'Moby', description: 'By someone else', language: 'de' })
    expect(rebased(typed, base, theirs)).toEqual({ ...theirs, name: 'Moby-Dick; or, The Whale' })
  })
})
