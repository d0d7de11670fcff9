import { InvalidRequestError } from '@semiont/contract'
import { describe, expect, it } from 'vitest'
import { expectedVersion, requiredVersion } from './preconditions.ts'

const request = (ifMatch?: string) => ({ header: (name: string) => (name === 'if-match' ? ifMatch : undefined) })

describe('the version a change builds on', () => {
  it('comes from the body, or from If-Match with or without quotes', () => {
    expect(expectedVersion(request(), 3)).toBe(3)
    expect(expectedVersion(request('"4"'), undefined)).toBe(4)
    expect(expectedVersion(request('5'), undefined)).toBe(5)
    expect(expectedVersion(request('"4"'), 4)).toBe(4)
    expect(expectedVersion(request('*'), undefined)).toBeUndefined()
  })

  it.each(['"abc"', 'W/"3"', '"0"', '"1", "2"', ''])('refuses If-Match: %s', (header) => {
    expect(() => expectedVersion(request(header), undefined)).toThrow(InvalidRequestError)
  })

  it('refuses two that differ, and none where one is needed', () => {
    expect(() => expectedVersion(request('"4"'), 3)).toThrow(/differs/)
    expect(() => requiredVersion(request(), undefined)).toThrow(/is missing/)
  })
})
