import { expect, it } from 'vitest'
import type { EcsTask } from '../clients/ecs-tasks.ts'
import { describeFailure } from './task-failure.ts'
import { overdue } from './watch-task.ts'

const container = {
  name: 'backend',
  lastStatus: 'STOPPED',
  health: 'UNKNOWN' as const,
  image: 'backend:1',
  imageDigest: null,
  exitCode: 1,
  reason: null,
  runtimeId: null,
}
const task: EcsTask = {
  arn: 'arn:task/0a1b',
  id: '0a1b',
  group: 'family:semiont-backend',
  taskDefinitionArn: 'arn:backend:7',
  lastStatus: 'STOPPED',
  desiredStatus: 'STOPPED',
  health: 'UNKNOWN',
  createdAt: null,
  startedAt: null,
  stoppedAt: null,
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  startedBy: null,
  zone: null,
  privateAddress: null,
  containers: [container],
}

it('tells the exit code and the last that the program said, without its secrets', () => {
  const lines = [
    'postgres://semiont:hunter2@db:5432/semiont',
    '{"level":"ERROR","message":"The backend could not start","error":{"message":"no route to host","stack":"…"}}',
    '{"sealedReply":{"part":1,"of":1,"text":"abc"}}',
  ]
  expect(describeFailure({ name: 'migrate', task, container: 'backend', lines })).toBe(
    [
      'The task migrate (0a1b) failed with code 1',
      '  postgres://semiont:[redacted]@db:5432/semiont',
      '  The backend could not start: no route to host',
    ].join('\n'),
  )
})

it('tells why AWS did not start it', () => {
  const stoppedReason = 'CannotPullContainerError: image not found'
  const stopped = { ...task, stoppedReason, containers: [{ ...container, exitCode: null, reason: stoppedReason }] }
  expect(describeFailure({ name: 'migrate', task: stopped, container: 'backend', lines: [] })).toBe(
    'The task migrate (0a1b) did not start: CannotPullContainerError: image not found',
  )
})

it('tells that it was killed for want of memory', () => {
  const killed = { ...task, containers: [{ ...container, exitCode: 137, reason: 'OutOfMemoryError: killed' }] }
  expect(describeFailure({ name: 'verify-log', task: killed, container: 'backend', lines: [] })).toBe(
    'The task verify-log (0a1b) failed with code 137: OutOfMemoryError: killed',
  )
})

it('waits longer for a task that works than for one that does not start', () => {
  const pending = { ...task, lastStatus: 'PROVISIONING' }
  expect(overdue(pending, 9)).toBeUndefined()
  expect(overdue(pending, 11)).toBe('had not started after 10 minutes (PROVISIONING)')
  const running = { ...task, lastStatus: 'RUNNING', startedAt: new Date() }
  expect(overdue(running, 60)).toBeUndefined()
  expect(overdue(running, 121)).toBe('had not ended after 120 minutes (RUNNING)')
})
