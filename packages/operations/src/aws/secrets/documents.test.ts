import { describe, expect, it } from 'vitest'
import {
  fitProviders,
  findWhole,
  readApplication,
  readProviders,
  withApplicationSecret,
  withProvider,
} from './documents.ts'

const PLACEHOLDER = '{"placeholder":true,"unused":"x8"}'
const AT = '2026-03-02T09:30:00.000Z'
const google = { id: 'google', name: 'Google', issuer: 'https://accounts.google.com', clientId: 'harbour' }
const other = { id: 'other', name: 'Other', issuer: 'https://id.example.org', clientId: 'pier' }

describe('what the stack has put into a secret', () => {
  it('is nothing', () => {
    expect(findWhole(PLACEHOLDER)).toBeUndefined()
    expect(readProviders(PLACEHOLDER, 'semiont/oauth')).toEqual([])
    expect(readApplication(PLACEHOLDER, 'semiont/application')).toEqual([])
  })
})

describe('sign-in providers', () => {
  it('are held as the backend wants them, one per id', () => {
    const first = withProvider([], google, { clientSecret: 'one', updatedAt: AT })
    const second = withProvider(first, other, { clientSecret: 'two', updatedAt: AT })
    const third = withProvider(second, { ...google, clientId: 'quay' }, { clientSecret: 'three', updatedAt: AT })
    expect(readProviders(JSON.stringify(third), 'semiont/oauth')).toEqual([
      { ...google, clientId: 'quay', clientSecret: 'three', updatedAt: AT },
      { ...other, clientSecret: 'two', updatedAt: AT },
    ])
  })

  it('follow the settings and keep their client secrets; one without is named', () => {
    const held = withProvider([], google, { clientSecret: 'one', updatedAt: AT })
    expect(fitProviders(held, [{ ...google, name: 'Our Google' }, other])).toEqual({
      providers: [{ ...google, name: 'Our Google', clientSecret: 'one', updatedAt: AT }],
      withoutSecret: ['other'],
    })
    expect(fitProviders(held, [])).toEqual({ providers: [], withoutSecret: [] })
    expect(JSON.stringify(fitProviders(held, [google]).providers)).toBe(JSON.stringify(held))
  })
})

describe('the other secrets', () => {
  it('are strings by their names, with ages beside them', () => {
    const one = withApplicationSecret([], 'smtp-password', { value: 'harbour', updatedAt: AT })
    expect(JSON.parse(one)).toEqual({ 'smtp-password': 'harbour', updatedAt: { 'smtp-password': AT } })
    const held = readApplication(one, 'semiont/application')
    expect(held).toEqual([{ name: 'smtp-password', value: 'harbour', updatedAt: AT }])
    expect(readApplication(withApplicationSecret(held, 'smtp-password', undefined), 'semiont/application')).toEqual([])
  })

  it('may have been written by other means, as a plain map', () => {
    expect(readApplication('{"smtp-password":"harbour"}', 'semiont/application')).toEqual([
      { name: 'smtp-password', value: 'harbour', updatedAt: null },
    ])
  })
})

it.each(['harbour', '{"a":["harbour"]}', '[{"id":"harbour"}]'])(
  'names what is damaged and does not repeat it: %s',
  (text) => {
    for (const read of [() => readProviders(text, 'semiont/oauth'), () => readApplication(text, 'semiont/application')])
      expect(read).toThrow(/^(?!.*harbour).*AWSPREVIOUS/s)
  },
)
