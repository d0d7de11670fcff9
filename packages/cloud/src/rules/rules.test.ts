import { beforeAll, describe, expect, it } from 'vitest'
import { ACKNOWLEDGED_FINDINGS } from '../linters/acknowledged-findings.ts'
import { LARGE, PLACE, settingsWith, SMALLEST } from '../testing/synthesized.ts'
import { covers } from './acknowledgement.ts'
import { awsSolutionsAcknowledgements } from './aws-solutions.ts'
import { findingsOf, type RuleFinding } from './findings.ts'
import { nistAcknowledgements } from './nist-800-53.ts'

const place = { infra: 'SemiontInfraStack', app: 'SemiontAppStack', ...PLACE }
const acknowledgements = [...awsSolutionsAcknowledgements(place), ...nistAcknowledgements(place)]
const isAcknowledged = ({ rule, construct }: RuleFinding) =>
  acknowledgements.some((one) => covers(one, rule, construct))

describe('AwsSolutions and NIST 800-53 R5', () => {
  let smallest: RuleFinding[]
  let large: RuleFinding[]
  beforeAll(() => {
    smallest = findingsOf(settingsWith(SMALLEST))
    large = findingsOf(settingsWith(LARGE))
  })

  it('find nothing in the smallest environment that is not acknowledged', () =>
    expect(smallest.filter((finding) => !isAcknowledged(finding))).toEqual([]))

  it('find nothing in a large one with a domain of its own that is not acknowledged', () =>
    expect(large.filter((finding) => !isAcknowledged(finding))).toEqual([]))

  it('still find all that is acknowledged: remove what nobody finds any more', () => {
    const found = [...smallest, ...large]
    const idle = acknowledgements.filter((one) => !found.some(({ rule, construct }) => covers(one, rule, construct)))
    expect(idle.map(({ id, path }) => `${id} at ${path}`)).toEqual([])
  })
})

describe('acknowledgements', () => {
  const all = [...acknowledgements, ...ACKNOWLEDGED_FINDINGS]

  it('give a reason of their own, an owner and a day', () => {
    for (const { reason, owner, until } of all) {
      expect(reason.length).toBeGreaterThan(30)
      expect(['platform', 'database', 'security']).toContain(owner)
      expect(until).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    }
  })

  it('have not expired: look at each again before its day, and move the day', () => {
    const today = new Date().toISOString().slice(0, 10)
    expect(all.filter(({ until }) => until <= today)).toEqual([])
  })
})
