import type { ScalingActivity, ScalingPolicy } from '../clients/auto-scaling.ts'
import { unknownsOf } from '../services/learned.ts'
import type { ServiceScaling } from './read-scaling.ts'

/** How a service scales and what scaling did to it, for a person to read; what is not known is said in its place. */
export function describeScaling(scaling: ServiceScaling): string[] {
  const { service, activities } = scaling
  return [
    `${service}: ${countsSaid(scaling)}; ${boundsSaid(scaling)}`,
    ...policiesSaid(scaling).map((line) => `  ${line}`),
    ...('value' in activities
      ? activities.value.length === 0
        ? ['  Nothing has scaled it in that time.']
        : activities.value.flatMap(activityLines)
      : [`  What scaled it is not known: ${activities.unknown}`]),
  ]
}

/** Whether all of it could be learned. */
export function isScalingKnown({ counts, bounds, policies, activities }: ServiceScaling): boolean {
  return unknownsOf(counts, bounds, policies, activities).length === 0
}

function countsSaid({ counts }: ServiceScaling): string {
  if (!('value' in counts)) return `how many run is not known (${counts.unknown})`
  if (counts.value === null) return 'not in the cluster'
  return `${counts.value.running} running, ${counts.value.desired} desired`
}

function boundsSaid({ bounds }: ServiceScaling): string {
  if (!('value' in bounds)) return `its bounds are not known (${bounds.unknown})`
  if (bounds.value === null) return 'it does not scale by itself'
  const { minimum, maximum, suspended } = bounds.value
  const halted = [
    ...(suspended.out ? ['growing'] : []),
    ...(suspended.in ? ['shrinking'] : []),
    ...(suspended.scheduled ? ['schedules'] : []),
  ]
  return `from ${minimum} to ${maximum} tasks${halted.length === 0 ? '' : `; suspended: ${halted.join(', ')}`}`
}

function policiesSaid({ policies, bounds }: ServiceScaling): string[] {
  if (!('value' in policies)) return [`Its policies are not known: ${policies.unknown}`]
  if (policies.value.length === 0 && 'value' in bounds && bounds.value !== null)
    return ['It has bounds and no policy: nothing makes it scale.']
  return policies.value.map(policySaid)
}

function policySaid({ name, type, metric, target, scaleInCooldownSeconds, scaleOutCooldownSeconds }: ScalingPolicy) {
  if (metric === null || target === null) return `${name} (${type})`
  const pace =
    scaleOutCooldownSeconds === null || scaleInCooldownSeconds === null
      ? ''
      : `; grows at most every ${scaleOutCooldownSeconds} s, shrinks every ${scaleInCooldownSeconds} s`
  return `keeps ${metric} at ${target}${pace}`
}

function activityLines({ begun, description, cause, status, statusMessage }: ScalingActivity): string[] {
  const time = `${begun.toISOString().slice(0, 19).replace('T', ' ')} UTC`
  const ended = status === 'Successful' ? '' : ` [${status}${statusMessage === null ? '' : `: ${statusMessage}`}]`
  return [`  ${time}  ${description}${ended}`, `    because ${cause}`]
}
