import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emailKey } from '../participants/index.ts'
import { emailDomain, isDomainAllowed } from './email-domain.ts'

const allowed = ['example.com', 'Partner.ORG']
const admits = (email: string, hostedDomain?: string) => isDomainAllowed(email, hostedDomain, allowed)

describe('the domain restriction', () => {
  it.each(['ada@example.com', 'ADA@EXAMPLE.COM', 'ada@Example.Com', 'a.b+c@example.com', 'x@partner.org'])(
    'admits %s',
    (email) => {
      expect(admits(email)).toBe(true)
    },
  )

  it.each([
    'ada@exampIe.com', // capital I for l
    'ada@example.com.evil.org',
    'ada@evil-example.com',
    'ada@evilexample.com',
    'ada@sub.example.com',
    'ada@example.co',
    'ada@example.com.',
    'ada@.example.com',
    'ada@ex\u0430mple.com', // Cyrillic a
    'ada@\uff45xample.com', // full-width e
    'ada@partner.org\u0000',
    'ada@evil.org@example.com',
    '"ada@evil.org"@example.com',
    'ada@example.com@evil.org',
    'ada@example.com,evil@evil.org',
    'ada@example.com>',
    'ada @example.com',
    '@example.com',
    'ada@',
    'example.com',
    '',
  ])('refuses %s', (email) => {
    expect(admits(email)).toBe(false)
  })

  it('does not fold Unicode look-alikes into ASCII letters', () => {
    expect(isDomainAllowed('ada@\u212aelvin.org', undefined, ['kelvin.org'])).toBe(false)
    expect(isDomainAllowed('ada@\u0130stanbul.org', undefined, ['istanbul.org'])).toBe(false)
  })

  it('asks for the hosted domain too when the provider names one', () => {
    expect(admits('ada@example.com', 'example.com')).toBe(true)
    expect(admits('ada@example.com', 'EXAMPLE.com')).toBe(true)
    expect(admits('ada@example.com', 'evil.org')).toBe(false)
    expect(admits('ada@example.com', '')).toBe(false)
  })

  it('lets nobody in by an empty list', () => {
    expect(isDomainAllowed('ada@example.com', undefined, [])).toBe(false)
    expect(isDomainAllowed('ada@', undefined, [''])).toBe(false)
  })

  it('admits an address only when its part after the one @ is an allowed domain', () => {
    fc.assert(
      fc.property(fc.string(), (email) => {
        if (admits(email)) expect(email.toLowerCase()).toMatch(/^[^@]+@(example\.com|partner\.org)$/)
      }),
    )
  })
})

it('takes an address apart without trusting it', () => {
  expect(emailDomain('Ada@Example.com')).toBe('example.com')
  expect(emailDomain('ada@b@c')).toBeUndefined()
  expect(emailKey(' Ada@Example.com ')).toBe('ada@example.com')
})
