import type { ServiceState, ServiceStatus } from '@semiont/operations'
import type { Style } from '../../shell/output.ts'

/** One line about a service: its state, running of desired, and what there is to say. */
export function serviceLine(
  { service, state, running, desired, detail, replicas }: ServiceStatus,
  style: Style,
): string {
  const restarts = replicas.reduce((sum, replica) => sum + replica.restarts, 0)
  const notes = [
    ...(detail === null ? [] : [detail]),
    ...(restarts === 0 ? [] : [restarts === 1 ? 'started again once' : `started again ${restarts} times`]),
  ]
  return `  ${service.padEnd(10)} ${coloured(state, style)} ${running}/${desired}${notes.length === 0 ? '' : `   ${notes.join('; ')}`}`
}

function coloured(state: ServiceState, style: Style): string {
  const text = state.padEnd(9)
  if (state === 'healthy') return style.good(text)
  return state === 'stopped' || state === 'failing' ? style.bad(text) : style.warning(text)
}
