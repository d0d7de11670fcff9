import { describe, expect, it } from 'vitest'
import { wayBackFrom } from './go-back.ts'

const deployment = {
  tag: 'two',
  template: 'https://two',
  running: 'one',
  former: { tag: 'one', template: 'https://one' },
}

describe('where a deployment that is not well goes back to', () => {
  it('is the image that ran before, with the template it had', () => {
    expect(wayBackFrom(deployment)).toEqual({ tag: 'one', template: 'https://one' })
  })

  it('leaves the template where that did not change, or is not known', () => {
    expect(wayBackFrom({ ...deployment, template: 'https://one' })).toEqual({ tag: 'one', template: null })
    expect(wayBackFrom({ ...deployment, former: undefined })).toEqual({ tag: 'one', template: null })
    expect(wayBackFrom({ ...deployment, former: { tag: 'zero', template: 'https://zero' } })?.template).toBeNull()
  })

  it('is the former template where only settings were deployed', () => {
    const settings = { ...deployment, tag: 'one' }
    expect(wayBackFrom(settings)).toEqual({ tag: 'one', template: 'https://one' })
  })

  it('is what was last well where nobody has looked at what runs', () => {
    expect(wayBackFrom({ ...deployment, running: 'two' })).toEqual({ tag: 'one', template: 'https://one' })
  })

  it('is nowhere where nothing ran before', () => {
    expect(wayBackFrom({ ...deployment, running: null, former: undefined })).toBeUndefined()
    expect(wayBackFrom({ ...deployment, running: 'two', former: undefined })).toBeUndefined()
    expect(wayBackFrom({ ...deployment, tag: 'one', template: 'https://one' })).toBeUndefined()
  })
})
