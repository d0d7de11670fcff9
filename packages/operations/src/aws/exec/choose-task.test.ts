import { describe, expect, it } from 'vitest'
import { IncompleteError, OperationError, UnusableInputError } from '../../errors.ts'
import type { EcsTask } from '../clients/ecs-tasks.ts'
import { assertReady, chooseTask } from './choose-task.ts'

const task = (id: string, more: Partial<EcsTask> = {}): EcsTask => ({
  arn: `arn:task/${id}`,
  id,
  group: 'service:semiont-backend',
  taskDefinitionArn: 'arn:backend:7',
  lastStatus: 'RUNNING',
  desiredStatus: 'RUNNING',
  health: 'HEALTHY',
  createdAt: null,
  startedAt: new Date('2026-11-23T12:00:00Z'),
  stoppedAt: null,
  stopCode: null,
  stoppedReason: null,
  startedBy: null,
  zone: null,
  privateAddress: null,
  containers: [],
  ...more,
})

describe('chooseTask', () => {
  it('takes a healthy task, the oldest of them', () => {
    const tasks = [
      task('new', { startedAt: new Date('2026-11-23T13:00:00Z') }),
      task('old'),
      task('ill', { health: 'UNHEALTHY', startedAt: new Date(0) }),
      task('leaving', { lastStatus: 'DEPROVISIONING', startedAt: new Date(0) }),
    ]
    expect(chooseTask(tasks, { service: 'backend' }).id).toBe('old')
    expect(chooseTask([task('ill', { health: 'UNHEALTHY' })], { service: 'backend' }).id).toBe('ill')
  })

  it('takes the one that is named, also by the beginning of its id', () => {
    const tasks = [task('0a1b'), task('0c2d')]
    expect(chooseTask(tasks, { service: 'backend', replica: '0c' }).id).toBe('0c2d')
    expect(() => chooseTask(tasks, { service: 'backend', replica: '0' })).toThrow(UnusableInputError)
    expect(() => chooseTask(tasks, { service: 'backend', replica: 'backend-2' })).toThrow(
      'No task backend-2 of the backend runs.',
    )
  })

  it('says when none runs, and when one is on its way', () => {
    expect(() => chooseTask([], { service: 'worker' })).toThrow('No task of the worker runs.')
    expect(() => chooseTask([task('0a1b', { lastStatus: 'PENDING' })], { service: 'worker' })).toThrow('is PENDING')
  })
})

describe('assertReady', () => {
  const ready = { enabled: true, agentStatus: 'RUNNING', agentReason: null, runtimeId: '0a1b-1' }

  it('gives the container to go to', () => {
    expect(assertReady('0a1b', 'backend', ready)).toBe('0a1b-1')
    expect(assertReady('0a1b', 'backend', { ...ready, agentStatus: null })).toBe('0a1b-1')
  })

  it('has words for each way in which one cannot go there', () => {
    const why = (more: object) => () => assertReady('0a1b', 'backend', { ...ready, ...more })
    expect(() => assertReady('0a1b', 'backend', undefined)).toThrow('has just stopped')
    expect(why({ runtimeId: null })).toThrow(IncompleteError)
    expect(why({ enabled: false })).toThrow(OperationError)
    expect(why({ enabled: false })).toThrow('without ECS Exec')
    expect(why({ agentStatus: 'PENDING' })).toThrow('is starting')
    expect(why({ agentStatus: 'STOPPED', agentReason: 'no memory' })).toThrow('has stopped: no memory')
  })
})
