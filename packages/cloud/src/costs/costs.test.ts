import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { LARGE, settingsWith } from '../testing/synthesized.ts'
import { costPage, resourcesOf, SMALLEST_TO_PAY } from './cost-page.ts'
import { monthlyCost, quantitiesOf, undecidedTypes } from './estimate.ts'
import { PRICES_OF } from './prices.ts'

const SITE = { site: { adminEmail: 'admin@example.org' } }

describe('the estimate of costs', () => {
  it('decides about every type of resource: priced, or free with a reason', () => {
    expect(undecidedTypes(resourcesOf(SITE))).toEqual([])
    expect(undecidedTypes(resourcesOf({ ...LARGE, ...SITE }))).toEqual([])
  })

  it('says so when it does not know a type', () => {
    expect(undecidedTypes({ Queue: { Type: 'AWS::Kinesis::Stream' } })).toEqual(['AWS::Kinesis::Stream'])
  })

  it('counts what the template has: two processors of two tasks, a standby, endpoints by zone', () => {
    const quantities = quantitiesOf({
      Task: { Type: 'AWS::ECS::TaskDefinition', Properties: { Cpu: '1024', Memory: '4096' } },
      Service: { Type: 'AWS::ECS::Service', Properties: { DesiredCount: 2, TaskDefinition: { Ref: 'Task' } } },
      Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Interface', SubnetIds: ['a', 'b'] } },
      Database: {
        Type: 'AWS::RDS::DBInstance',
        Properties: { DBInstanceClass: 'db.t4g.small', AllocatedStorage: '20', MultiAZ: true },
      },
    })
    expect(quantities.get('Fargate, processor (arm64)')).toBe(2)
    expect(quantities.get('Fargate, GB of memory (arm64)')).toBe(8)
    expect(quantities.get('Interface endpoint, in one zone')).toBe(2)
    expect(quantities.get('RDS PostgreSQL, t4g.small')).toBe(2)
    expect(quantities.get('RDS storage, gp3')).toBe(40)
    expect(monthlyCost('RDS PostgreSQL, t4g.small', 2, 'us-east-1')).toBeCloseTo(46.72)
  })

  it('pays for each metric of an alarm, and not for what is computed from them', () => {
    const Metrics = [{ Expression: 'a - b' }, { MetricStat: {} }, { MetricStat: {} }]
    const quantities = quantitiesOf({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Metrics } } })
    expect(quantities.get('CloudWatch alarm, metric')).toBe(2)
  })

  it('refuses an instance class without a price instead of leaving it out', () => {
    const Database = { Type: 'AWS::RDS::DBInstance', Properties: { DBInstanceClass: 'db.x9.huge' } }
    expect(() => quantitiesOf({ Database })).toThrow(/no price for RDS PostgreSQL, x9.huge/)
  })

  it('names the day of its prices, which is not in the future', () => {
    expect(PRICES_OF <= new Date().toISOString().slice(0, 10)).toBe(true)
  })

  it('finds the smallest environment cheaper than the default one', () => {
    const total = (given: object) =>
      [...quantitiesOf(resourcesOf({ ...given }))].reduce(
        (sum, [name, n]) => sum + monthlyCost(name, n, 'eu-central-1'),
        0,
      )
    expect(total(SMALLEST_TO_PAY)).toBeLessThan(total({}) * 0.8)
  })
})

it('the default budget covers the default environment, so that its alarm means something', () => {
  const { aws } = settingsWith()
  const quantities = [...quantitiesOf(resourcesOf({}))]
  const cost = quantities.reduce((sum, [name, quantity]) => sum + monthlyCost(name, quantity, 'eu-central-1'), 0)
  expect(aws?.budget.monthlyUsd).toBeGreaterThan(cost)
})

it('docs/aws-costs.md is what the templates and prices say now: npm run generate', () => {
  expect(readFileSync(new URL('../../../../docs/aws-costs.md', import.meta.url), 'utf8')).toBe(costPage())
})
