import { describe, expect, it } from 'vitest'
import type { ChangeSet, ResourceChange } from '../../clients/change-sets.ts'
import type { CloudStack } from '../../clients/cloudformation.ts'
import { describePlan } from './describe-plan.ts'
import { type PlanFacts, planOf } from './plan.ts'
import { onlyStartsServices, refuseLossOfState, unconfirmed } from './refusals.ts'

const change = (given: Partial<ResourceChange>): ResourceChange => ({
  logicalId: 'Dashboard',
  physicalId: 'there',
  type: 'AWS::CloudWatch::Dashboard',
  action: 'Modify',
  replacement: 'False',
  policy: null,
  properties: ['DashboardBody'],
  ...given,
})

const STACK: CloudStack = {
  name: 'SemiontInfraStack',
  id: 'arn:aws:cloudformation:eu-central-1:123456789012:stack/SemiontInfraStack/1',
  status: 'UPDATE_COMPLETE',
  statusReason: null,
  changedAt: new Date('2026-03-02T09:00:00Z'),
  terminationProtection: true,
  drift: 'NOT_CHECKED',
  parameters: [],
  outputs: {},
}

const CHANGE_SET: ChangeSet = {
  name: 'semiont-1',
  id: 'arn:aws:cloudformation:eu-central-1:123456789012:changeSet/semiont-1/1',
  stackId: STACK.id,
  status: 'CREATE_COMPLETE',
  statusReason: null,
  executionStatus: 'AVAILABLE',
  createdAt: null,
  parameters: [{ name: 'Tag', value: '/semiont/app/image-tag', resolved: 'one' }],
  changes: [],
}

function plan(changes: readonly ResourceChange[], given: Partial<PlanFacts> = {}) {
  const facts = { account: '123456789012', region: 'eu-central-1', stack: STACK, template: '{}', ...given }
  return planOf({ changeSet: { ...CHANGE_SET, changes }, ...facts })
}

const DATABASE = change({ logicalId: 'Database', type: 'AWS::RDS::DBInstance', properties: ['Engine'] })

describe('the plan of a change set', () => {
  it('tells adding, changing, replacing and removing apart, the most severe first', () => {
    const { changes } = plan([
      change({ logicalId: 'New', action: 'Add', replacement: null }),
      change({ logicalId: 'Same' }),
      change({ logicalId: 'Maybe', replacement: 'Conditional' }),
      change({ logicalId: 'Gone', action: 'Remove', replacement: null }),
      change({ logicalId: 'Task', type: 'AWS::ECS::TaskDefinition', replacement: 'True' }),
      { ...DATABASE, replacement: 'True' },
    ])
    expect(changes.map(({ logicalId, action }) => `${logicalId} ${action}`)).toEqual([
      'Database replace',
      'Gone remove',
      'Task replace',
      'Maybe mayReplace',
      'Same modify',
      'New add',
    ])
  })

  it('says in plain words what changes, and what becomes of what a resource holds', () => {
    const told = describePlan(
      plan([
        { ...DATABASE, replacement: 'True', policy: 'ReplaceAndDelete' },
        change({ logicalId: 'Keys', type: 'AWS::KMS::Key', action: 'Remove', replacement: null, policy: 'Retain' }),
        change({}),
      ]),
    )
    expect(told).toContain('SemiontInfraStack is changed: 1 removed, 1 replaced, 1 changed.')
    expect(told).toContain('REPLACE Database (RDS DBInstance): Engine — holds the database; what is in it is deleted')
    expect(told).toContain('the old one is kept beside the stack, and no longer used')
    expect(told).toMatch(/^Plan [0-9a-f]{16}$/m)
  })

  it('counts what a new stack adds by type instead of naming each', () => {
    const added = Array.from({ length: 3 }, (_, index) =>
      change({ logicalId: `Subnet${index}`, type: 'AWS::EC2::Subnet', action: 'Add', replacement: null }),
    )
    const told = describePlan(plan(added, { stack: { ...STACK, status: 'REVIEW_IN_PROGRESS' } }))
    expect(told).toContain('SemiontInfraStack is made: 3 added.')
    expect(told).toContain('add 3 EC2 Subnet')
  })
})

describe('the hash of a plan', () => {
  it('is the same for the same changes, in whatever order AWS tells them', () => {
    const changes = [DATABASE, change({})]
    expect(plan(changes).hash).toBe(plan(changes.toReversed()).hash)
  })

  it.each<[string, Partial<PlanFacts>, readonly ResourceChange[]]>([
    ['another template', { template: '{"Resources":{}}' }, [DATABASE]],
    ['a stack that somebody has changed meanwhile', { stack: { ...STACK, changedAt: new Date(0) } }, [DATABASE]],
    ['another account', { account: '210987654321' }, [DATABASE]],
    ['another image', { besides: { backend: 'sha256:other' } }, [DATABASE]],
    ['another change', {}, [{ ...DATABASE, replacement: 'True' }]],
  ])('is another one for %s', (_, given, changes) => {
    expect(plan(changes, given).hash).not.toBe(plan([DATABASE]).hash)
  })

  it('heeds the values that parameters are given', () => {
    const changeSet = { ...CHANGE_SET, parameters: [{ name: 'Tag', value: '/semiont/app/image-tag', resolved: 'two' }] }
    expect(plan([], { changeSet }).hash).not.toBe(plan([]).hash)
  })
})

describe('what holds state', () => {
  it.each([
    ['replaced', { ...DATABASE, replacement: 'True' }],
    ['perhaps replaced', { ...DATABASE, replacement: 'Conditional' }],
    ['removed', { ...DATABASE, action: 'Remove', replacement: null }],
    ['removed and kept', { ...DATABASE, action: 'Remove', replacement: null, policy: 'Retain' }],
  ])('is not %s unless it is confirmed by its name', (_, changed) => {
    const given = plan([changed, change({ logicalId: 'Gone', action: 'Remove', replacement: null })])
    expect(() => refuseLossOfState(given, ['Gone', 'production'])).toThrow(/holds the database/)
    expect(unconfirmed(given, ['Database'])).toEqual([])
  })

  it('is free to change in place', () => {
    expect(unconfirmed(plan([DATABASE]), [])).toEqual([])
  })

  it('is named in what to type', () => {
    const given = plan([{ ...DATABASE, replacement: 'True' }])
    expect(() => refuseLossOfState(given, [])).toThrow(
      expect.objectContaining({
        exitCode: 5,
        action: expect.stringContaining(`--plan ${given.hash} --confirm=Database`),
      }),
    )
  })
})

describe('the second step of a first deployment', () => {
  const service = change({ logicalId: 'Backend', type: 'AWS::ECS::Service', properties: ['DesiredCount'] })

  it('may start services and let them scale, and nothing else', () => {
    expect(onlyStartsServices(plan([service]))).toBe(true)
    expect(onlyStartsServices(plan([service, change({})]))).toBe(false)
    expect(onlyStartsServices(plan([{ ...service, replacement: 'True' }]))).toBe(false)
  })
})
