import { PROCESS_SERVICES, type ProcessService, type ServiceName, type ServiceStatus } from '../../platform/platform.ts'
import type { Judging } from '../define-check.ts'
import type { ServicesFact, Stop } from '../facts/services.ts'
import type { FoundHere } from '../report.ts'

/** So many restarts since the service was started are no accident. */
const RESTARTS = 3
const LATELY_MS = 3_600_000

/** Running against desired, and desired against what the environment says. */
export function judgeServices(fact: ServicesFact, judging: Judging): FoundHere[] {
  if (!fact.status.running) return [applicationStopped(fact, judging)]
  return fact.status.services.flatMap((service) =>
    isProcess(service.service) ? judgeService({ ...service, service: service.service }, fact, judging) : [],
  )
}

export function describeServices({ status }: ServicesFact): string {
  return status.services.map(({ service, running, desired }) => `${service} ${running}/${desired}`).join(', ')
}

/** Services about which nobody could say how they are. */
export function unknownServices({ status }: ServicesFact): string | undefined {
  const unknown = status.services.filter(({ state }) => state === 'unknown')
  if (unknown.length === 0) return undefined
  return `not known: ${unknown.map(({ service, detail }) => (detail ? `${service} (${detail})` : service)).join(', ')}`
}

type ProcessStatus = ServiceStatus & { readonly service: ProcessService }

function judgeService(status: ProcessStatus, fact: ServicesFact, judging: Judging): FoundHere[] {
  const { service, state, running, desired } = status
  const logs = judging.command(`logs --service ${service} --level error --since 1d`)
  const evidence = evidenceOf(status, fact)
  const found = (id: string, severity: FoundHere['severity'], rest: Omit<FoundHere, 'id' | 'severity' | 'subject'>) => [
    { id, severity, subject: service, ...rest },
  ]
  switch (state) {
    case 'stopped':
      return found('service.stopped', 'critical', {
        message: `The ${service} is stopped: ${running} of ${desired} run.`,
        ...stopCause(fact.stops[service]),
        evidence,
        next: judging.command(`start --service ${service}`),
      })
    case 'failing':
      return found('service.failing', 'critical', {
        message: `The ${service} is not well: ${running} of ${desired} work.`,
        cause: lastWords(fact, service) ?? status.detail ?? 'It ends soon after each start.',
        confidence: lastWords(fact, service) === undefined ? 'possible' : 'likely',
        evidence,
        next: logs,
      })
    case 'degraded':
      return found('service.degraded', 'warning', {
        message: `The ${service} runs with ${running} of ${desired} replicas.`,
        cause: lastWords(fact, service) ?? status.detail ?? 'A replica has ended or does not answer.',
        confidence: 'possible',
        evidence,
        next: judging.command(`restart --service ${service}`),
      })
    case 'starting':
      return found('service.starting', 'warning', {
        message: `The ${service} is starting: ${running} of ${desired} run.`,
        cause: 'It was started or restarted a moment ago.',
        confidence: 'likely',
        evidence,
        next: judging.command('check'),
      })
    case 'healthy':
    case 'unknown':
      return [...judgeRestarts(status, logs, evidence, judging.now), ...judgeScale(status, judging)]
  }
}

/** Of interest for ever, to act on while it is fresh. */
function judgeRestarts(
  { service, replicas }: ProcessStatus,
  logs: string,
  evidence: readonly string[],
  now: Date,
): FoundHere[] {
  const restarts = replicas.reduce((sum, replica) => sum + replica.restarts, 0)
  if (restarts < RESTARTS) return []
  const lately = replicas.some(
    ({ startedAt }) => startedAt !== null && now.getTime() - Date.parse(startedAt) < LATELY_MS,
  )
  return [
    {
      id: 'service.restarts',
      severity: lately ? 'warning' : 'info',
      subject: service,
      message: `The ${service} had to be started again ${restarts} times.`,
      cause: 'It crashes or stops answering from time to time.',
      confidence: 'certain',
      evidence,
      next: logs,
    },
  ]
}

/** On AWS services grow and shrink by themselves, and have more tasks than desired while they roll. */
function judgeScale({ service, running, desired }: ProcessStatus, { settings, command }: Judging): FoundHere[] {
  if (settings.platform === 'aws') return []
  const configured = settings.services[service].replicas
  if (desired === configured && running <= desired) return []
  const surplus = running > desired
  return [
    {
      id: surplus ? 'service.surplus' : 'service.scaled',
      severity: surplus ? 'warning' : 'info',
      subject: service,
      message: surplus
        ? `The ${service} runs with ${running} replicas, ${desired} are desired.`
        : `The ${service} is scaled to ${desired}; the environment says ${configured}.`,
      cause: surplus
        ? 'Replicas of an earlier scale have not ended.'
        : 'Somebody has scaled it by hand, or it scaled itself.',
      confidence: 'possible',
      evidence: [`configured ${configured}, desired ${desired}, running ${running}`],
      next: command(`restart --service ${service}`),
    },
  ]
}

function applicationStopped(fact: ServicesFact, { command }: Judging): FoundHere {
  const next = command('start')
  const about = { id: 'application.stopped', severity: 'critical', subject: 'installation', next } as const
  const newest = fact.lastErrors.at(-1)
  const said = newest && `the ${newest.service} said last: ${newest.message}`
  return {
    ...about,
    message: 'Semiont does not run here.',
    ...endCause(fact, said),
    evidence: fact.stop
      ? []
      : fact.lastErrors.map(({ time, service, message }) => `${time} ${service} ERROR ${message}`),
  }
}

function endCause({ lastEnd, stop }: ServicesFact, said: string | undefined): Pick<FoundHere, 'cause' | 'confidence'> {
  if (lastEnd === 'never') return { cause: 'It has never been started here.', confidence: 'certain' }
  if (lastEnd === 'killed') {
    const how = 'Its supervisor ended without stopping anything: killed, or the machine went down'
    return { cause: said ? `${how}; ${said}` : `${how}.`, confidence: 'likely' }
  }
  if (stop) return stopCause(stop)
  if (said) return { cause: `It was stopped, or ended by itself; ${said}`, confidence: 'possible' }
  return { cause: 'It was stopped where it was started, and nobody has started it since.', confidence: 'likely' }
}

function stopCause(stop: Stop | undefined): Pick<FoundHere, 'cause' | 'confidence'> {
  if (!stop) return { cause: 'Somebody has stopped this service alone.', confidence: 'likely' }
  return { cause: `${stop.by} stopped it at ${stop.at}.`, confidence: 'certain' }
}

function evidenceOf({ replicas, service }: ProcessStatus, { lastErrors }: ServicesFact): string[] {
  return [
    ...replicas
      .filter(({ state, restarts }) => state !== 'healthy' || restarts > 0)
      .map(({ id, state, restarts, detail }) => `${id} ${state}, ${restarts} restarts${detail ? `: ${detail}` : ''}`),
    ...lastErrors.filter((entry) => entry.service === service).map(({ time, message }) => `${time} ERROR ${message}`),
  ]
}

function lastWords({ lastErrors }: ServicesFact, service: ServiceName): string | undefined {
  const newest = lastErrors.findLast((entry) => entry.service === service)
  return newest && `It said last: ${newest.message}`
}

function isProcess(service: ServiceName): service is ProcessService {
  return PROCESS_SERVICES.some((name) => name === service)
}
