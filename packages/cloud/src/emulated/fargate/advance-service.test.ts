import { describe, expect, it } from 'vitest'
import { advanceService } from './advance-service.ts'
import type { TaskDefinition } from './definitions.ts'
import { deploy, describedService, type ServiceRecord, type ServiceTrouble } from './service-record.ts'

const definition = (revision: number): TaskDefinition => ({
  taskDefinitionArn: `arn:aws:ecs:eu-central-1:123456789012:task-definition/api:${revision}`,
  family: 'api',
  cpu: '256',
  memory: '512',
  containerDefinitions: [],
})

function service(): ServiceRecord {
  const record: ServiceRecord = {
    name: 'api',
    cluster: 'Cluster',
    created: {},
    createdAt: 0,
    rollsBack: true,
    desired: 2,
    deployments: [],
    tasks: [],
    events: [],
    advancedAt: 0,
  }
  deploy(record, { definition: definition(1), digests: {} }, 0)
  advance(record, 4)
  return record
}

/** Trouble meets deployments that do not turn back. */
function advance(record: ServiceRecord, steps: number, trouble: ServiceTrouble = {}): void {
  for (let step = 1; step <= steps; step++)
    advanceService(record, step, (_, { turnsBack }) => (turnsBack ? {} : trouble))
}

const roll = (record: ServiceRecord) => deploy(record, { definition: definition(2), digests: {} }, 5)

describe('a service', () => {
  it('comes to the tasks that it wants', () => {
    expect(describedService(service())).toMatchObject({
      runningCount: 2,
      pendingCount: 0,
      deployments: [{ status: 'PRIMARY', rolloutState: 'COMPLETED' }],
    })
  })

  it('keeps its old tasks until all new ones are well', () => {
    const record = service()
    const before = record.tasks.map(({ id }) => id)
    roll(record)
    const running: unknown[] = []
    for (let step = 0; step < 4; step++) {
      running.push(describedService(record)['runningCount'])
      advance(record, 1)
    }
    expect(Math.min(...running.map(Number))).toBe(2)
    expect(record.tasks.filter(({ id }) => before.includes(id)).map(({ status }) => status)).toEqual([
      'STOPPED',
      'STOPPED',
    ])
    expect(describedService(record)).toMatchObject({ taskDefinition: definition(2).taskDefinitionArn, runningCount: 2 })
  })

  it('turns back after three tasks that failed, and says so', () => {
    const record = service()
    roll(record)
    advance(record, 6, { stopsWith: 'OutOfMemory' })
    expect(record.deployments.map(({ rolloutState }) => rolloutState)).toContain('FAILED')
    advance(record, 6)
    expect(describedService(record)).toMatchObject({ taskDefinition: definition(1).taskDefinitionArn, runningCount: 2 })
    expect(record.events.map(({ message }) => message).join('\n')).toMatch(/rolling back to deployment/)
  })

  it('without room waits, and says why', () => {
    const record = service()
    roll(record)
    advance(record, 6, { noCapacity: true })
    expect(describedService(record)).toMatchObject({
      runningCount: 2,
      deployments: [{ rolloutState: 'IN_PROGRESS' }, {}],
    })
    expect(record.events[0]?.message).toMatch(/unable to place a task/)
  })

  it('whose new tasks are unhealthy keeps the old ones', () => {
    const record = service()
    roll(record)
    advance(record, 6, { unhealthy: true })
    expect(record.deployments.map(({ rolloutState }) => rolloutState)).toEqual(['IN_PROGRESS', 'COMPLETED'])
  })
})
