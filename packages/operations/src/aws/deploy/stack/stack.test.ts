import { describe, expect, it } from 'vitest'
import type { StackEvent } from '../../clients/cloudformation.ts'
import { describeEvent, firstFailure } from './explain-events.ts'
import { isOver, judgeStack } from './stack-state.ts'

const state = (status: string) => ({
  stack: 'SemiontAppStack',
  status,
  statusReason: null,
  since: '2026-03-02T09:30:00Z',
  region: 'eu-central-1',
})

describe('whether a stack can be changed', () => {
  it('is so for one that is as it should be, also after an earlier change was taken back', () => {
    for (const status of ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'])
      expect(judgeStack(state(status))).toBe('ready')
  })

  it('knows one that is not there yet, or is only planned', () => {
    expect(judgeStack(undefined)).toBe('new')
    expect(judgeStack(state('REVIEW_IN_PROGRESS'))).toBe('new')
  })

  it.each([
    ['UPDATE_IN_PROGRESS', 'is being changed'],
    ['UPDATE_ROLLBACK_IN_PROGRESS', 'is being taken back'],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'is being changed'],
  ])('waits for the deployment of somebody else: %s', (status, words) => {
    expect(judgeStack(state(status))).toMatchObject({ exitCode: 6, message: expect.stringContaining(words) })
    expect(isOver(status)).toBe(false)
  })

  it.each([
    ['ROLLBACK_COMPLETE', 'aws cloudformation delete-stack --stack-name SemiontAppStack'],
    ['CREATE_FAILED', '--no-enable-termination-protection'],
    ['UPDATE_ROLLBACK_FAILED', 'continue-update-rollback'],
    ['UPDATE_FAILED', 'rollback-stack'],
    ['DELETE_FAILED', 'describe-stack-events'],
  ])('names the way out of %s', (status, command) => {
    expect(judgeStack(state(status))).toMatchObject({ exitCode: 4, action: expect.stringContaining(command) })
    expect(isOver(status)).toBe(true)
  })
})

const event = (logicalId: string, status: string, reason: string | null, type = 'AWS::ECS::Service'): StackEvent => ({
  id: `${logicalId}-${status}`,
  at: new Date(0),
  logicalId,
  type,
  status,
  reason,
})

describe('why a change failed', () => {
  it('is the first resource that failed by itself, not those that were called off because of it', () => {
    const failure = firstFailure([
      event('Alarm', 'CREATE_COMPLETE', null),
      event('Topic', 'CREATE_FAILED', 'Resource creation cancelled'),
      event('Backend', 'UPDATE_FAILED', 'ECS Deployment Circuit Breaker was triggered.'),
      event('Worker', 'UPDATE_FAILED', 'Resource update cancelled'),
      event(
        'SemiontAppStack',
        'UPDATE_ROLLBACK_IN_PROGRESS',
        'The following resource(s) failed',
        'AWS::CloudFormation::Stack',
      ),
    ])
    expect(failure).toMatchObject({ logicalId: 'Backend', hint: expect.stringContaining('semiont logs') })
  })

  it('is told in AWS’s own words where nothing more is known of it', () => {
    expect(firstFailure([event('Trail', 'CREATE_FAILED', 'The bucket is full of eels')])).toEqual({
      logicalId: 'Trail',
      type: 'AWS::ECS::Service',
      reason: 'The bucket is full of eels',
      hint: null,
    })
  })

  it('is nothing where nothing failed', () => {
    expect(firstFailure([event('Alarm', 'UPDATE_COMPLETE', null)])).toBeUndefined()
  })
})

it('tells of a resource when it is done, and why it failed', () => {
  expect(describeEvent(event('Backend', 'UPDATE_IN_PROGRESS', null))).toBeUndefined()
  expect(describeEvent(event('Backend', 'UPDATE_COMPLETE', null))).toBe('Backend update complete')
  expect(describeEvent(event('Backend', 'UPDATE_FAILED', 'no'))).toBe('Backend update failed: no')
})
