import { describe, expect, it } from 'vitest'
import { describeScaling, isScalingKnown } from './describe-scaling.ts'
import type { ServiceScaling } from './read-scaling.ts'

const NOT_SUSPENDED = { in: false, out: false, scheduled: false }

function scaling(changes: Partial<ServiceScaling> = {}): ServiceScaling {
  const resourceId = 'service/SemiontCluster/semiont-backend'
  return {
    service: 'backend',
    resourceId,
    counts: { value: { running: 2, desired: 3 } },
    bounds: { value: { resourceId, minimum: 2, maximum: 4, suspended: NOT_SUSPENDED } },
    policies: {
      value: [
        {
          resourceId,
          name: 'cpu',
          type: 'TargetTrackingScaling',
          metric: 'ECSServiceAverageCPUUtilization',
          target: 60,
          scaleInCooldownSeconds: 300,
          scaleOutCooldownSeconds: 60,
          alarms: [],
        },
      ],
    },
    activities: { value: [] },
    ...changes,
  }
}

const said = (changes?: Partial<ServiceScaling>) => describeScaling(scaling(changes)).join('\n')

describe('how a service scales', () => {
  it('is told with counts, bounds and policies, and that nothing happened', () => {
    expect(said()).toBe(
      [
        'backend: 2 running, 3 desired; from 2 to 4 tasks',
        '  keeps ECSServiceAverageCPUUtilization at 60; grows at most every 60 s, shrinks every 300 s',
        '  Nothing has scaled it in that time.',
      ].join('\n'),
    )
  })

  it('is told with each activity, its cause, and what became of it when it failed', () => {
    const activity = {
      id: '1',
      resourceId: 'service/SemiontCluster/semiont-backend',
      description: 'Setting desired count to 3.',
      cause: 'monitor alarm cpu in state ALARM triggered policy cpu',
      begun: new Date('2026-03-02T09:00:00Z'),
      ended: null,
    }
    const activities = [
      { ...activity, status: 'Successful', statusMessage: null },
      { ...activity, status: 'Failed', statusMessage: 'Capacity is unavailable.' },
    ]
    expect(said({ activities: { value: activities } })).toContain(
      [
        '  2026-03-02 09:00:00 UTC  Setting desired count to 3.',
        '    because monitor alarm cpu in state ALARM triggered policy cpu',
        '  2026-03-02 09:00:00 UTC  Setting desired count to 3. [Failed: Capacity is unavailable.]',
      ].join('\n'),
    )
  })

  it('names what is suspended, and bounds that nothing moves within', () => {
    const suspended = { in: true, out: true, scheduled: false }
    const bounds = { value: { resourceId: 'x', minimum: 2, maximum: 4, suspended } }
    expect(said({ bounds })).toContain('from 2 to 4 tasks; suspended: growing, shrinking')
    expect(said({ policies: { value: [] } })).toContain('It has bounds and no policy')
    expect(said({ bounds: { value: null }, policies: { value: [] } })).toContain('it does not scale by itself')
    expect(said({ counts: { value: null } })).toContain('backend: not in the cluster')
  })

  it('says what is not known, and never that nothing happened', () => {
    const unknown = { unknown: 'AWS denies it.' }
    const nothing = scaling({ counts: unknown, bounds: unknown, policies: unknown, activities: unknown })
    expect(describeScaling(nothing).join('\n')).not.toContain('Nothing has scaled')
    expect(
      describeScaling(nothing)
        .join('\n')
        .match(/AWS denies it\./g),
    ).toHaveLength(4)
    expect([isScalingKnown(nothing), isScalingKnown(scaling())]).toEqual([false, true])
  })
})
