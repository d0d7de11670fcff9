import { expect, it } from 'vitest'
import { SecretError } from '../errors.ts'
import { parseOAuthCredentials } from './oauth-provider.ts'

it('takes id and secret as two lines, and where the id is configured the secret alone', () => {
  const both = { clientId: 'harbour', clientSecret: 'what it gave out' }
  expect(parseOAuthCredentials('harbour\nwhat it gave out\n', undefined)).toEqual(both)
  expect(parseOAuthCredentials('what it gave out\n', 'harbour')).toEqual(both)
})

it('takes no single line for a secret when no id is configured, or when it is the id', () => {
  for (const configured of [undefined, 'harbour'])
    expect(() => parseOAuthCredentials('harbour\n', configured)).toThrow(SecretError)
})

it('notices an id where the secret belongs, and repeats neither', () => {
  const id = '123-abc.apps.googleusercontent.com'
  expect(() => parseOAuthCredentials(id, 'another.apps.googleusercontent.com')).toThrow(/^(?!.*123-abc).*exchanged/s)
})
