import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandLines, guideSettings, maintenanceGuide } from '../../../../../journeys/harness/guide.ts'
import { list, text } from '../json.ts'
import { type HealthyInstallation, startHealthyInstallation } from './healthy-installation.ts'
import type { Said } from './semiont-on-aws.ts'

/** Every line of the guide that speaks to the `semiont` command, in its order; the journeys type them on one machine. */
const LINES = commandLines(maintenanceGuide()).filter((line) => line.startsWith('semiont '))
const SECRET = 'a secret of the operator that is long enough'
const CLIENT_SECRET = 'GOCSPX-b2f1c8d04e7a4d3f'
const SERVICES = ['frontend', 'backend', 'worker']

let installation: HealthyInstallation

beforeAll(async () => {
  installation = await startHealthyInstallation({ database: 'migrated' })
  const file = join(installation.folder, 'environments/production.json')
  const before = JSON.parse(readFileSync(file, 'utf8')) as { site: object }
  const [settings] = guideSettings(maintenanceGuide()) as { site: object }[]
  writeFileSync(file, JSON.stringify({ ...before, site: { ...before.site, ...settings?.site } }))
})

afterAll(async () => await installation?.stop())

/** What the guide wants to learn or to bring about by each line. */
const PROOFS: Readonly<Record<string, (line: string) => Promise<void>>> = {
  'semiont configure production set jwt-secret': async (line) => {
    expect(await installation.type(line, { typed: 'too short\n' })).toMatchObject({ code: 2 })
    const said = await fine(line, `${SECRET}\n`)
    expect(said.stdout).toContain('Stored the new jwt-secret for production')
    expect(said.stdout + said.stderr).not.toContain(SECRET)
    expect(await secret('semiont/jwt-keys')).toContain(SECRET)
  },

  'semiont configure production set oauth/google': async (line) => {
    const said = await fine(line, `semiont.apps.googleusercontent.com\n${CLIENT_SECRET}\n`)
    expect(said.stdout + said.stderr).not.toContain(CLIENT_SECRET)
    expect(await secret('semiont/oauth')).toContain(CLIENT_SECRET)
  },

  'semiont watch logs --service backend | grep -i error': async (line) => {
    await log('backend', 'ERROR', 'the disk said no')
    await log('backend', 'INFO', 'all is well')
    const said = await fine(line)
    expect(said.stdout).toMatch(/^.*ERROR.*backend.*the disk said no.*$/m)
    expect(said.stdout).not.toContain('all is well')
  },

  'semiont watch logs --service frontend | grep -i error': async (line) => {
    await log('frontend', 'ERROR', 'a page did not render')
    const said = await fine(line)
    expect(said.stdout).toMatch(/^.*ERROR.*frontend.*a page did not render.*$/m)
    expect(said.stdout).not.toContain('the disk said no')
  },

  'semiont check': async (line) => {
    const said = await fine(line)
    expect(said.stdout).toMatch(/^Semiont is healthy\./)
    for (const service of ['frontend', 'backend']) expect(said.stdout).toMatch(new RegExp(`${service} .*2/2`))
    expect(said.stdout).toMatch(/database .*healthy/)
  },

  'semiont restart': (line) => restartsOnly(SERVICES, line),
  'semiont restart --service frontend': (line) => restartsOnly(['frontend'], line),
  'semiont restart --service backend': (line) => restartsOnly(['backend'], line),

  "semiont exec --service backend 'pg_isready -h $DB_HOST -p $DB_PORT'": async (line) => {
    expect((await fine(line)).stdout).toMatch(/^\S+:\d+ - accepting connections\r?$/m)
  },
}

describe('the maintenance guide, with production on AWS', () => {
  it('says no more and no less than what is proven here', () => {
    expect([...new Set(LINES)].toSorted()).toEqual(Object.keys(PROOFS).toSorted())
  })

  it.each(LINES.map((line, index) => [index + 1, line] as const))('line %i: %s', async (_number, line) => {
    await PROOFS[line]?.(line)
  })

  it('left a record of every change, and the record is whole', async () => {
    expect(await installation.type('semiont audit verify')).toMatchObject({ code: 0 })
    const shown = await fine('semiont audit show')
    for (const command of ['configure', 'restart', 'exec']) expect(shown.stdout).toContain(command)
    expect(shown.stdout).not.toContain(SECRET)
  })
})

/** The line ends with 0, and says on standard error which environment it was about. */
async function fine(line: string, typed = ''): Promise<Said> {
  const said = await installation.type(line, { typed })
  if (said.code !== 0) throw new Error(`${line} ended with ${said.code}:\n${said.stdout}\n${said.stderr}`)
  expect(said.stderr).toContain('environment: production')
  return said
}

async function secret(SecretId: string): Promise<string> {
  const { SecretString } = await installation.aws.calls.call('secretsmanager:get_secret_value', { SecretId })
  return text(SecretString)
}

/** A line as a task of the service writes it now. */
async function log(service: string, level: string, message: string): Promise<void> {
  const stream = { logGroupName: 'SemiontLogGroup', logStreamName: `${service}/${service}/${level}-of-the-guide` }
  await installation.aws.calls.call('logs:create_log_stream', stream)
  const timestamp = Date.now()
  const line = JSON.stringify({ time: new Date(timestamp).toISOString(), level, service, message })
  await installation.aws.calls.call('logs:put_log_events', { ...stream, logEvents: [{ timestamp, message: line }] })
}

async function restartsOnly(services: readonly string[], line: string): Promise<void> {
  const before = await tasks()
  await fine(line)
  const after = await tasks()
  const replaced = SERVICES.filter((service) => before[service]?.every((task) => !after[service]?.includes(task)))
  const kept = SERVICES.filter((service) => before[service]?.join() === after[service]?.join())
  expect(replaced).toEqual(SERVICES.filter((service) => services.includes(service)))
  expect(kept).toEqual(SERVICES.filter((service) => !services.includes(service)))
}

async function tasks(): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  for (const service of SERVICES) {
    const given = { cluster: 'SemiontCluster', serviceName: `semiont-${service}` }
    const { taskArns } = await installation.aws.calls.call('ecs:list_tasks', given)
    found[service] = list(taskArns).map(String).sort()
  }
  return found
}
