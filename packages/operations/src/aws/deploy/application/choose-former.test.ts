import { describe, expect, it } from 'vitest'
import { chooseFormer } from './choose-former.ts'

const deployment = (tag: string) => ({ tag, template: null, at: null, by: null })
const HISTORY = { deployments: ['three', 'two', 'one'].map(deployment), firsts: ['one', 'two', 'three'] }

describe('where a rollback goes', () => {
  it('is what was deployed before what runs', () => {
    expect(chooseFormer(HISTORY, 'three', undefined).tag).toBe('two')
  })

  it('is further back the second time, not to what was just left', () => {
    const back = { deployments: ['two', 'three', 'one'].map(deployment), firsts: HISTORY.firsts }
    expect(chooseFormer(back, 'two', undefined).tag).toBe('one')
  })

  it('is what was last well when something runs that never was', () => {
    expect(chooseFormer(HISTORY, 'four', undefined).tag).toBe('three')
  })

  it('is the tag that is named, if it ever ran well', () => {
    expect(chooseFormer(HISTORY, 'three', 'one').tag).toBe('one')
    expect(() => chooseFormer(HISTORY, 'three', 'zero')).toThrow(
      expect.objectContaining({ exitCode: 2, action: expect.stringContaining('These were: two, one') }),
    )
    expect(() => chooseFormer(HISTORY, 'three', 'three')).toThrow('is what runs now')
  })

  it('is nowhere from the first deployment', () => {
    expect(() => chooseFormer({ deployments: [deployment('one')], firsts: ['one'] }, 'one', undefined)).toThrow(
      'Nothing was deployed before',
    )
  })
})
