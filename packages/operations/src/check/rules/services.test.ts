import { describe, expect, it } from 'vitest'
import type { ServiceStatus } from '../../platform/platform.ts'
import type { ServicesFact } from '../facts/services.ts'
import { brief, judgingWith } from '../testing/judging.ts'
import { judgeServices, unknownServices } from './services.ts'

const backend: ServiceStatus = {
  service: 'backend',
  state: 'healthy',
  running: 1,
  desired: 1,
  replicas: [{ id: 'backend-1', state: 'healthy', startedAt: null, restarts: 0, detail: null }],
  detail: null,
}

function given(service: Partial<ServiceStatus> | null, rest: Partial<ServicesFact> = {}): ServicesFact {
  const services = service === null ? [] : [{ ...backend, ...service }]
  const status = { running: service !== null, url: null, startedAt: null, services }
  return { status, lastEnd: null, stop: null, stops: {}, lastErrors: [], ...rest }
}

const said = (message: string) => ({ time: '2026-01-31T11:59:00.000Z', service: 'backend', message })

describe('a service', () => {
  it.each<[string, Partial<ServiceStatus>, string[]]>([
    ['as desired', {}, []],
    ['stopped', { state: 'stopped', running: 0 }, ['critical service.stopped']],
    ['failing', { state: 'failing', running: 0 }, ['critical service.failing']],
    ['with one of two replicas', { state: 'degraded', desired: 2 }, ['warning service.degraded']],
    ['that is starting', { state: 'starting', running: 0 }, ['warning service.starting']],
    ['scaled beyond what is configured', { running: 3, desired: 3 }, ['info service.scaled']],
    ['with more replicas than desired', { running: 3, desired: 1 }, ['warning service.surplus']],
  ])('%s', (_what, service, expected) => {
    expect(brief(judgeServices(given(service), judgingWith()))).toEqual(expected)
  })

  it('that was started again and again, with the command that shows why', () => {
    const restarted = (startedAt: string) =>
      backend.replicas.map((replica) => ({ ...replica, restarts: 4, startedAt, detail: 'ended with code 9' }))
    const [finding] = judgeServices(given({ replicas: restarted('2026-01-31T11:50:00Z') }), judgingWith())
    const long = judgeServices(given({ replicas: restarted('2026-01-29T12:00:00Z') }), judgingWith())
    expect(brief(long)).toEqual(['info service.restarts'])
    expect(finding).toMatchObject({
      id: 'service.restarts',
      severity: 'warning',
      evidence: ['backend-1 healthy, 4 restarts: ended with code 9'],
      next: 'semiont logs --service backend --level error --since 1d',
    })
  })

  it('that fails gives its last words as the cause', () => {
    const fact = given({ state: 'failing', running: 0 }, { lastErrors: [said('out of memory')] })
    expect(judgeServices(fact, judgingWith())[0]).toMatchObject({
      cause: 'It said last: out of memory',
      confidence: 'likely',
    })
  })

  it('about which nothing could be learned is unknown, not fine', () => {
    expect(unknownServices(given({ state: 'unknown', running: 0, detail: 'no answer' }))).toContain(
      'backend (no answer)',
    )
    expect(unknownServices(given({}))).toBeUndefined()
  })
})

describe('an installation that does not run', () => {
  it.each<[ServicesFact['lastEnd'], RegExp]>([
    ['never', /never been started/],
    ['killed', /supervisor ended/],
    ['stopped', /nobody has started it since/],
  ])('%s', (lastEnd, cause) => {
    const [finding, ...others] = judgeServices(given(null, { lastEnd }), judgingWith())
    expect(finding).toMatchObject({
      id: 'application.stopped',
      next: 'semiont start',
      cause: expect.stringMatching(cause),
    })
    expect(others).toEqual([])
  })

  it('names who stopped it, as the audit trail does', () => {
    const stop = { by: 'ada@laptop', at: '2026-01-31T11:00:00.000Z' }
    const fact = given(null, { lastEnd: 'stopped', stop, lastErrors: [said('Request failed')] })
    expect(judgeServices(fact, judgingWith())[0]).toMatchObject({
      cause: 'ada@laptop stopped it at 2026-01-31T11:00:00.000Z.',
      confidence: 'certain',
      evidence: [],
    })
  })

  it('gives the last error as the possible reason', () => {
    const fact = given(null, { lastEnd: 'stopped', lastErrors: [said('no space left')] })
    expect(judgeServices(fact, judgingWith())[0]).toMatchObject({
      cause: expect.stringContaining('no space left'),
      confidence: 'possible',
      evidence: ['2026-01-31T11:59:00.000Z backend ERROR no space left'],
    })
  })
})
