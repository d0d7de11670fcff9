import { describe, expect, it } from 'vitest'
import type { RestoreJob } from '../clients/backup.ts'
import type { CostOfDay } from '../clients/cost-explorer.ts'
import { costConcerns } from './cost-concerns.ts'
import { isTest, resourceIdOf, restoreVerdict } from './restore-verdict.ts'

describe('the daily look at costs', () => {
  const day = (number: number, amount: number, service = 'Amazon ECS'): CostOfDay => ({
    day: `2026-11-${String(number).padStart(2, '0')}`,
    amount,
    groups: [{ key: service, amount }],
  })
  const week = [11, 12, 13, 14, 15, 16, 17].map((number) => day(number, 4))
  const budget = { name: 'semiont-monthly', limit: 200, spent: 90, forecast: 150 }
  const concerns = (last: CostOfDay, changes: object = {}) =>
    costConcerns({ days: [...week, last], budget, day: '2026-11-18', weekly: false, ...changes })

  it('says nothing of a day like those before it', () => {
    expect(concerns(day(18, 4.9))).toEqual([])
    expect(concerns(day(18, 5.9))).toEqual([])
  })

  it('tells of a day that was much dearer, and of what', () => {
    expect(concerns(day(18, 12))).toEqual([
      '2026-11-18 has cost 12.00 USD; the 7 days before cost 4.00 USD on average. More than before: Amazon ECS +8.00 USD.',
    ])
    expect(concerns(day(18, 12, 'Amazon RDS'))[0]).toContain('Amazon RDS +12.00 USD')
  })

  it('is not alarmed by cents, nor by a day without days to compare it with', () => {
    const cents = [day(15, 0.1), day(16, 0.1), day(17, 0.1), day(18, 0.9)]
    expect(costConcerns({ days: cents, budget, day: '2026-11-18', weekly: false })).toEqual([])
    expect(costConcerns({ days: [day(17, 1), day(18, 90)], budget, day: '2026-11-18', weekly: false })).toEqual([])
    expect(costConcerns({ days: week, budget, day: '2026-11-18', weekly: false })).toEqual([])
  })

  it('says once a week when the month will cost more than its budget, or there is no budget', () => {
    const dear = { ...budget, forecast: 230 }
    expect(concerns(day(18, 4), { budget: dear })).toEqual([])
    expect(concerns(day(18, 4), { budget: dear, weekly: true })).toEqual([
      'This month will probably cost 230.00 USD; its budget is 200.00 USD. So far: 90.00 USD.',
    ])
    expect(concerns(day(18, 4), { budget: { ...budget, spent: 201 }, weekly: true })[0]).toContain('201.00 USD so far')
    expect(concerns(day(18, 4), { budget: undefined, weekly: true })[0]).toContain('budget is gone')
    expect(concerns(day(18, 4), { weekly: true })).toEqual([])
  })
})

describe('the verdict on a restore test', () => {
  const job = { status: 'COMPLETED', testingPlanArn: 'arn:aws:backup:plan', validation: 'VALIDATING' } as RestoreJob

  it('is for what a restore testing plan has made, once', () => {
    expect(isTest(job)).toBe(true)
    expect(isTest({ ...job, testingPlanArn: null })).toBe(false)
    expect(isTest({ ...job, validation: 'SUCCESSFUL' })).toBe(false)
    expect(isTest({ ...job, status: 'FAILED' })).toBe(false)
  })

  it('passes what is there as it should be, and says what nobody has looked at', () => {
    expect(restoreVerdict('RDS', [])).toMatchObject({ passed: true, message: expect.stringContaining('not read') })
    expect(restoreVerdict('EFS', [])).toMatchObject({ passed: true, message: expect.stringContaining('not read') })
  })

  it('fails what is wrong, and what nobody knows', () => {
    expect(restoreVerdict('EFS', ['It is not encrypted.'])).toEqual({ passed: false, message: 'It is not encrypted.' })
    expect(restoreVerdict('DynamoDB', null)).toMatchObject({ passed: false })
    expect(restoreVerdict('RDS', ['x'.repeat(2000)]).message).toHaveLength(1024)
  })

  it('knows what was restored by its ARN', () => {
    expect(resourceIdOf('arn:aws:rds:eu-central-1:123456789012:db:awsbackup-restore-test-1')).toBe(
      'awsbackup-restore-test-1',
    )
    expect(resourceIdOf('arn:aws:elasticfilesystem:eu-central-1:123456789012:file-system/fs-1')).toBe('fs-1')
    expect(resourceIdOf(null)).toBe('')
  })
})
