import { expect, it } from 'vitest'
import { orderFindings } from './order-findings.ts'
import type { FoundHere } from './report.ts'

function found(id: string, rest: Partial<FoundHere> = {}): FoundHere {
  return {
    id,
    severity: 'critical',
    subject: 'backend',
    message: id,
    cause: '',
    confidence: 'certain',
    evidence: [],
    next: '',
    ...rest,
  }
}

it('puts what brought the others about first, and says which these are', () => {
  const ordered = orderFindings([
    found('storage.lost', { subject: 'storage' }),
    found('health.database'),
    found('service.failing'),
    found('database.unreachable', { subject: 'database' }),
    found('jobs.waiting', { severity: 'warning', subject: 'worker' }),
  ])
  expect(ordered.map(({ id }) => id)).toEqual([
    'database.unreachable',
    'storage.lost',
    'health.database',
    'service.failing',
    'jobs.waiting',
  ])
  expect(ordered[0]?.explains).toEqual(['health.database', 'service.failing', 'jobs.waiting'])
})

it('orders what has nothing to do with each other by severity', () => {
  const ordered = orderFindings([
    found('backup.none', { severity: 'info' }),
    found('memory.low', { severity: 'warning' }),
    found('certificate.expired'),
  ])
  expect(ordered.map(({ id }) => id)).toEqual(['certificate.expired', 'memory.low', 'backup.none'])
  expect(ordered.flatMap(({ explains }) => explains)).toEqual([])
})

it('does not blame one service for another', () => {
  const [stopped] = orderFindings([found('service.stopped', { subject: 'worker' }), found('health.unreachable')])
  expect(stopped?.explains).toEqual([])
})
