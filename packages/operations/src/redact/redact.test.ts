import { expect, it } from 'vitest'
import { redactArguments, redactText, redactValue } from './redact.ts'

it.each([
  ['psql postgres://semiont:hunter2@db/semiont', 'psql postgres://semiont:[redacted]@db/semiont'],
  ['PGPASSWORD=hunter2 psql', 'PGPASSWORD=[redacted] psql'],
  ['curl --password hunter2 https://a.example', 'curl --password [redacted] https://a.example'],
  ['curl -H "Authorization: Bearer abcdefghijk"', 'curl -H "Authorization: Bearer [redacted]"'],
  ['open http://localhost/sign-in#link=one-time-12', 'open http://localhost/sign-in#link=[redacted]'],
  ['use semiont_pat_abc-123_x', 'use [redacted]'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl', '[redacted]'],
  ['{"token":"abc","name":"x"}', '{"token":[redacted],"name":"x"}'],
  ['the password: hunter2', 'the password: [redacted]'],
  ['jwt-secret: rotated', 'jwt-secret: rotated'],
  ['smtp-password was not changed', 'smtp-password was not changed'],
  ['open http://localhost/link?token=abc-123', 'open http://localhost/link?token=[redacted]'],
  ['GET https://x/cb?code=abc&state=1', 'GET https://x/cb?code=[redacted]&state=1'],
  ['redis://:hunter2@cache', 'redis://:[redacted]@cache'],
  ['pg_isready -h $DB_HOST -p $DB_PORT', 'pg_isready -h $DB_HOST -p $DB_PORT'],
])('keeps secrets out of %s', (text, redacted) => {
  expect(redactText(text)).toBe(redacted)
})

it('hides every word after the name of a secret, and the value of an option with such a name', () => {
  expect(redactArguments(['production', 'set', 'jwt-secret', 'hunter2'], { service: 'backend', quiet: true })).toEqual([
    'production',
    'set',
    'jwt-secret',
    '[redacted]',
    '--service=backend',
    '--quiet',
  ])
  expect(redactArguments([], { 'api-key': 'k', label: ['a', 'b'], verbose: false })).toEqual([
    '--api-key=[redacted]',
    '--label=a',
    '--label=b',
  ])
})

it('hides texts under the name of a secret anywhere in a state, and leaves counts alone', () => {
  expect(
    redactValue({ smtp: [{ password: 'hunter2', host: 'mail' }], tokens: 3, at: new Date(0), secret: 'jwt-secret' }),
  ).toEqual({
    smtp: [{ password: '[redacted]', host: 'mail' }],
    tokens: 3,
    secret: 'jwt-secret',
    at: '1970-01-01T00:00:00.000Z',
  })
})

it('hides lists of texts under such a name, and looks into what is made of parts', () => {
  expect(redactValue({ 'set-cookie': ['a=b'], authorization: 'x', tokens: [{ name: 'works', hint: 'ab' }] })).toEqual({
    'set-cookie': '[redacted]',
    authorization: '[redacted]',
    tokens: [{ name: 'works', hint: 'ab' }],
  })
})

it('reads a very long line as fast as many short ones', () => {
  for (const part of ['x', 'a.', 'token', 'token:', 'a://', 'eyJ', 'https://a:'])
    expect(redactText(part.repeat(200_000 / part.length)).length).toBeGreaterThan(1)
})
