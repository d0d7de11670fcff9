import { describe, expect, it } from 'vitest'
import type { AlarmState } from '../../../aws/clients/alarms.ts'
import { brief, judgingWith, NOW } from '../../testing/judging.ts'
import type { SpendingFact } from '../facts/spending.ts'
import type { StackFact } from '../facts/stacks.ts'
import { judgeAccount } from './account.ts'
import { describeAlarms, judgeAlarms } from './alarms.ts'
import { judgeLogGroups } from './log-groups.ts'
import { judgeRecorders, judgeTrails } from './records.ts'
import { describeSpending, judgeSpending } from './spending.ts'
import { judgeStacks } from './stacks.ts'
import { judgeSubscriptions } from './subscriptions.ts'

const ago = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000)

it('keys of another account are the first thing to put right', () => {
  const [finding] = judgeAccount({ refused: 'The keys belong to 2.', region: 'eu-central-1' }, judgingWith())
  expect(finding).toMatchObject({ severity: 'critical', id: 'account.other', next: 'AWS_PROFILE=<name> semiont check' })
  expect(judgeAccount({ caller: { arn: 'arn:aws:iam::1:user/ada', account: '1' } }, judgingWith())).toEqual([])
})

describe('a stack', () => {
  const stack = {
    status: 'UPDATE_COMPLETE',
    statusReason: null as string | null,
    changedAt: ago(48),
    terminationProtection: true,
    drift: 'NOT_CHECKED',
  }
  const given = (change: Partial<typeof stack>, rest: Partial<StackFact> = {}): StackFact[] => [
    { kind: 'app', name: 'SemiontAppStack', stack: { ...stack, ...change }, missingOutputs: [], ...rest },
  ]
  it.each<[string, StackFact[], string[]]>([
    ['in order', given({}), []],
    ['just made', given({ status: 'CREATE_COMPLETE' }), []],
    ['that is not there', given({}, { stack: null }), ['critical stack.missing']],
    ['being deployed', given({ status: 'UPDATE_IN_PROGRESS' }), ['info stack.changing']],
    ['being undone', given({ status: 'UPDATE_ROLLBACK_IN_PROGRESS' }), ['warning stack.changing']],
    ['that was undone', given({ status: 'UPDATE_ROLLBACK_COMPLETE' }), ['warning stack.rolled-back']],
    ['whose making failed', given({ status: 'ROLLBACK_COMPLETE' }), ['critical stack.failed']],
    ['stuck in between', given({ status: 'UPDATE_ROLLBACK_FAILED' }), ['critical stack.failed']],
    ['changed by hand', given({ drift: 'DRIFTED' }), ['warning stack.drifted']],
    ['that a slip can delete', given({ terminationProtection: false }), ['warning stack.unprotected']],
    ['without an output', given({}, { missingOutputs: ['WebACLArn'] }), ['critical stack.output-missing']],
  ])('%s', (_what, facts, expected) => {
    expect(brief(judgeStacks(facts, judgingWith()))).toEqual(expected)
  })

  it('says which command makes it, which output is missing, and what CloudFormation said', () => {
    const judge = (facts: StackFact[]) => judgeStacks(facts, judgingWith())[0]
    expect(judge(given({}, { stack: null, kind: 'infra' }))?.next).toBe('semiont provision')
    expect(judge(given({}, { missingOutputs: ['WebACLArn'] }))?.message).toContain('WebACLArn')
    expect(judge(given({ status: 'UPDATE_ROLLBACK_COMPLETE', statusReason: 'No such image' }))?.cause).toContain(
      'CloudFormation says: No such image',
    )
    expect(judge(given({ status: 'UPDATE_ROLLBACK_FAILED' }))?.next).toContain('continue-update-rollback')
  })
})

describe('an alarm', () => {
  const alarm: AlarmState = {
    name: 'semiont-backend-cpu',
    description: 'The backend is busy. What to do: docs/runbooks.md#service',
    state: 'OK',
    reason: 'Threshold Crossed: 3 datapoints were greater than the threshold (90.0).',
    since: ago(1),
    actions: ['arn:aws:sns:eu-central-1:1:semiont-notices'],
    actionsEnabled: true,
  }
  it.each<[string, Partial<AlarmState>, string[]]>([
    ['in order', {}, []],
    ['that rings', { state: 'ALARM' }, ['warning alarm.ringing']],
    [
      'that rings because nobody can use the site',
      { name: 'semiont-down', state: 'ALARM' },
      ['critical alarm.ringing'],
    ],
    ['without an action', { actions: [] }, ['warning alarm.without-action']],
    ['that is silenced', { actionsEnabled: false }, ['warning alarm.disabled']],
    ['without data for a day', { state: 'INSUFFICIENT_DATA', since: ago(25) }, ['warning alarm.blind']],
    ['that was made a moment ago', { state: 'INSUFFICIENT_DATA' }, []],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeAlarms({ alarms: [{ ...alarm, ...change }] }, judgingWith()))).toEqual(expected)
  })

  it('that rings says what it means, why, of which service, and where the runbook is', () => {
    const [finding] = judgeAlarms({ alarms: [{ ...alarm, state: 'ALARM' }] }, judgingWith())
    expect(finding).toMatchObject({
      subject: 'backend',
      message: expect.stringMatching(/semiont-backend-cpu rings since .*: The backend is busy\.$/),
      cause: alarm.reason,
      runbook: 'service',
      next: 'aws cloudwatch describe-alarm-history --alarm-name semiont-backend-cpu --max-items 10',
    })
  })

  it('is expected: an installation without any is not well', () => {
    expect(brief(judgeAlarms({ alarms: [] }, judgingWith()))).toEqual(['critical alarm.none'])
    expect(describeAlarms({ alarms: [alarm] })).toBe('1 alarm, none rings, each has an action')
  })
})

describe('notices', () => {
  const to = (endpoint: string, confirmed: boolean) => ({ protocol: 'email', endpoint, confirmed })
  const judge = (...subscriptions: ReturnType<typeof to>[]) =>
    judgeSubscriptions({ topic: 'arn:aws:sns:eu-central-1:1:semiont-notices', subscriptions }, judgingWith())

  it('reach a person who has confirmed, or that they do not is said with who has not', () => {
    expect(judge(to('ada@example.org', true))).toEqual([])
    expect(brief(judge())).toEqual(['warning notice.nobody'])
    expect(judge()[0]?.next).toBe('semiont configure set site.adminEmail <address> && semiont deploy')
    expect(brief(judge(to('ada@example.org', false)))).toEqual(['warning notice.nobody', 'warning notice.unconfirmed'])
    const [finding] = judge(to('ada@example.org', true), to('bob@example.org', false))
    expect(finding).toMatchObject({ id: 'notice.unconfirmed', evidence: ['email bob@example.org'] })
  })
})

describe('the budget', () => {
  const budget = { name: 'semiont-monthly', limit: 200, spent: 40, forecast: 90 }
  const given = (change: Partial<typeof budget> | null): SpendingFact => ({
    budget: change === null ? null : { ...budget, ...change },
    configuredUsd: 200,
    alertPercents: [50, 80, 100],
    dayOfMonth: 12,
  })
  it.each<[string, SpendingFact, string[]]>([
    ['kept', given({}), []],
    ['used by half', given({ spent: 101 }), ['info cost.threshold']],
    ['used up', given({ spent: 201 }), ['warning cost.over-budget']],
    ['that will not do', given({ forecast: 260 }), ['warning cost.forecast-over-budget']],
    ['that is not there', given(null), ['warning cost.no-budget']],
  ])('%s', (_what, fact, expected) => {
    expect(brief(judgeSpending(fact, judgingWith()))).toEqual(expected)
  })

  it('says on the first of a month that nothing is foreseen yet', () => {
    const fact = { ...given({}), dayOfMonth: 1, budget: { ...budget, spent: 0.4, forecast: null } }
    expect(describeSpending(fact)).toBe('$0.40 of $200.00 on day 1 of the month, forecast not known yet')
    expect(judgeSpending(fact, judgingWith())).toEqual([])
  })
})

describe('what is written down', () => {
  const group = { name: 'SemiontLogGroup', retentionDays: 90, bytes: 5, encrypted: true }
  it('log groups are there and forget', () => {
    const judge = (change: object, missing: string[] = []) =>
      judgeLogGroups({ groups: [{ ...group, ...change }], missing, keepDays: 90 }, judgingWith())
    expect(judge({})).toEqual([])
    expect(judge({}, ['SemiontAuditTrail'])[0]).toMatchObject({ id: 'logs.missing' })
    expect(judge({ retentionDays: null })[0]).toMatchObject({
      id: 'logs.kept-for-ever',
      next: 'aws logs put-retention-policy --retention-in-days 90 --log-group-name SemiontLogGroup',
    })
  })

  const trail = {
    name: 'semiont',
    logging: true,
    multiRegion: true,
    validated: true,
    deliveredAt: ago(1),
    deliveryError: null,
  }
  it.each<[string, Partial<typeof trail> | { deliveryError: string } | null, string[]]>([
    ['calls are recorded', {}, []],
    ['nobody records calls', null, ['critical trail.off']],
    ['recording was stopped', { logging: false }, ['critical trail.off']],
    ['records do not arrive', { deliveryError: 'AccessDenied' }, ['warning trail.not-delivered']],
    ['a change of records would not show', { validated: false }, ['warning trail.weak']],
  ])('%s', (_what, change, expected) => {
    expect(brief(judgeTrails(change === null ? [] : [{ ...trail, ...change }], judgingWith()))).toEqual(expected)
  })

  it('changes of resources are recorded', () => {
    const recorder = { name: 'semiont', recording: true, lastStatus: 'Success', lastError: null }
    expect(judgeRecorders([recorder], judgingWith())).toEqual([])
    expect(brief(judgeRecorders([], judgingWith()))).toEqual(['warning recorder.off'])
    expect(judgeRecorders([{ ...recorder, recording: false }], judgingWith())[0]?.next).toContain(
      'start-configuration-recorder --configuration-recorder-name semiont',
    )
    const failing = { ...recorder, lastStatus: 'Failure', lastError: 'no bucket' }
    expect(judgeRecorders([failing], judgingWith())[0]?.cause).toBe('no bucket')
  })
})
