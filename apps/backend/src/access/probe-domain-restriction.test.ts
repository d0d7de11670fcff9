import { expect, it } from 'vitest'
import { probeDomainRestriction } from './probe-domain-restriction.ts'

it('puts allowed, upper-case, foreign and look-alike addresses to the rule, and finds it as expected', () => {
  const probes = probeDomainRestriction(['example.com', 'Partner.ORG'])
  expect(probes.filter(({ expected, admitted }) => expected !== admitted)).toEqual([])
  expect(probes.filter(({ admitted }) => admitted).map(({ email }) => email)).toEqual([
    'probe@example.com',
    'probe@EXAMPLE.COM',
    'probe@Partner.ORG',
    'probe@PARTNER.ORG',
  ])
  expect(probes.map(({ email }) => email)).toContain('probe@\u0435xample.com')
})

it('expects a subdomain to get in where it is allowed itself', () => {
  const probes = probeDomainRestriction(['example.com', 'mail.example.com'])
  expect(probes.find(({ email }) => email === 'probe@mail.example.com')).toMatchObject({
    expected: true,
    admitted: true,
  })
})

it('expects nobody to get in by an empty list', () => {
  expect(probeDomainRestriction([])).toEqual([
    { email: 'probe@evil.example', kind: 'other domain', expected: false, admitted: false },
  ])
})
