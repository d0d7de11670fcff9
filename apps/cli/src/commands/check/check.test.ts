import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import { createJwtKey } from '@semiont/config'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type CheckedInstallation, startCheckedInstallation } from '../../testing/checked-installation.ts'
import { mountSmallDisk } from '../../testing/small-disk.ts'
import { selfSignedCertificate } from '../../testing/self-signed-certificate.ts'
import { semiont } from '../../testing/semiont.ts'

let here: CheckedInstallation
beforeAll(async () => {
  here = await startCheckedInstallation()
})
afterEach(() => here.putRight())
afterAll(() => here.end())

describe('an installation in order', () => {
  it('is called healthy, with every service as desired and every check made', async () => {
    const { code, report } = await here.check()
    expect({ findings: report.findings.filter(({ severity }) => severity !== 'info'), code }).toEqual({
      findings: [],
      code: 0,
    })
    expect(report.verdict).toBe('healthy')
    expect(report.services.map(({ service, running, desired }) => `${service} ${running}/${desired}`)).toEqual([
      'frontend 1/1',
      'backend 1/1',
      'worker 1/1',
      'database 1/1',
      'storage 1/1',
    ])
    const states = Object.fromEntries(report.checks.map(({ name, status }) => [name, status]))
    expect(states).toMatchObject({
      configuration: 'ok',
      services: 'ok',
      health: 'ok',
      database: 'ok',
      migrations: 'ok',
      jobs: 'ok',
      events: 'ok',
      secrets: 'ok',
      storage: 'ok',
      disk: 'ok',
      clock: 'ok',
    })
  })

  it('tells a person the verdict first, then the services, and each check with --verbose', async () => {
    const { stdout, code } = await semiont(['check', '--verbose'], {
      directory: here.directory,
      programs: here.programs,
      env: { DATABASE_URL: here.databaseUrl },
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Semiont is healthy\./)
    expect(stdout).toMatch(/backend +healthy +1\/1/)
    expect(stdout).toMatch(/✓ events +\d+ events?, /)
  })

  it('looks at one service only when asked, and leaves out what does not concern it', async () => {
    const { report } = await here.check(['--service', 'frontend'])
    expect(report.services.map(({ service }) => service)).toEqual(['frontend'])
    expect(report.checks.map(({ name }) => name)).not.toContain('events')
  })
})

describe('what is broken is named, with its cause and the next command', () => {
  it('a stopped service', async () => {
    await here.stopService('worker')
    const { code, report, find } = await here.check()
    expect(code).toBe(3)
    expect(find('service.stopped')).toMatchObject({
      severity: 'critical',
      subject: 'worker',
      next: 'semiont start --service worker',
    })
    expect(report.services.find(({ service }) => service === 'worker')).toMatchObject({ state: 'stopped', running: 0 })
    await here.startService('worker')
  })

  it('a quota that the documents have used up', async () => {
    const { file, sha256, bytes } = await here.storeDocument('what somebody wrote')
    await here.configure({ storage: { quotaBytes: 10 } })
    const { code, find } = await here.check(['--service', 'storage'])
    expect(code).toBe(3)
    expect(find('storage.full')).toMatchObject({
      severity: 'critical',
      subject: 'storage',
      next: `semiont configure set storage.quotaBytes ${bytes * 2}`,
    })
    await writeFile(file, 'something else')
    const damaged = await here.check(['--service', 'storage', '--full'])
    expect(damaged.find('storage.damaged').evidence).toEqual([`sha256 ${sha256}`])
    await rm(join(here.directory, '.semiont/data/blobs'), { recursive: true })
  })

  it('a small disk that the documents have filled', async () => {
    const disk = await mountSmallDisk(join(here.directory, 'documents'))
    // Only root may mount one; for others the rule is tested with the numbers that such a disk gives.
    if (!disk) return
    await here.configure({ storage: { directory: 'documents' } })
    expect((await here.check(['--service', 'storage'])).report.findings.map(({ id }) => id)).not.toContain(
      'storage.full',
    )
    await writeFile(join(here.directory, 'documents', 'large'), Buffer.alloc(1_040_000)).catch(() => {})
    const { code, find } = await here.check(['--service', 'storage'])
    await disk.unmount()
    expect(code).toBe(3)
    expect(find('storage.full')).toMatchObject({ severity: 'critical', subject: 'storage' })
  })

  it('a wrong password of the database, told apart from a database that is down', async () => {
    const wrong = here.databaseUrl.replace(/:[^:@]+@/, ':wrong@')
    const { code, report, find } = await here.check(['--service', 'database'], { databaseUrl: wrong })
    expect(code).toBe(3)
    expect(find('database.wrong-password')).toMatchObject({ severity: 'critical', confidence: 'certain' })
    expect(find('database.wrong-password').next).toMatch(/^DATABASE_URL=postgres:.* semiont start$/)
    expect(report.findings[0]?.id).toBe('database.wrong-password')
    expect(report.checks.find(({ name }) => name === 'migrations')).toMatchObject({ status: 'skipped' })
    const nobody = await here.check(['--service', 'database'], { databaseUrl: 'postgres://a:b@127.0.0.1:1/c' })
    expect(nobody.find('database.unreachable')).toMatchObject({ cause: expect.stringContaining('Nothing listens') })
  })

  it('another program at the address of the database', async () => {
    const port = await here.listening(createServer((_request, response) => response.end('not a database')))
    const { find } = await here.check(['--service', 'database'], { databaseUrl: `postgres://a:b@127.0.0.1:${port}/c` })
    expect(find('database.port-taken')).toMatchObject({ severity: 'critical' })
  })

  it('a migration that the database lacks', async () => {
    const { rows } = await here.database.query(`delete from schema_migrations where id = '0060_kernel' returning *`)
    const { code, find } = await here.check(['--service', 'backend'])
    expect(code).toBe(3)
    expect(find('migrations.pending')).toMatchObject({
      severity: 'critical',
      evidence: ['@semiont/backend 0060_kernel'],
      next: 'semiont stop && semiont start',
    })
    await here.database.query('insert into schema_migrations (package, id, checksum) values ($1, $2, $3)', [
      rows[0].package,
      rows[0].id,
      rows[0].checksum,
    ])
  })

  it('an expired certificate at the public address', async () => {
    const certificate = selfSignedCertificate({
      host: 'localhost',
      from: new Date('2024-01-01'),
      to: new Date('2025-01-01'),
    })
    const port = await here.listening(createTlsServer(certificate, (_request, response) => response.end()))
    await here.configure({ site: { publicUrl: `https://localhost:${port}` } })
    const { code, find } = await here.check(['--service', 'frontend'])
    expect(code).toBe(3)
    expect(find('certificate.expired')).toMatchObject({
      severity: 'critical',
      message: expect.stringContaining('2025-01-01'),
      next: expect.stringContaining(`openssl s_client -connect localhost:${port}`),
    })
  })

  it('a job that hangs', async () => {
    await here.addStuckJob('stuck-for-the-test')
    const { code, find } = await here.check(['--service', 'worker'])
    expect(code).toBe(3)
    expect(find('jobs.stuck')).toMatchObject({
      message: expect.stringContaining('stuck-for-the-test'),
      next: 'semiont restart --service worker',
    })
    await here.removeJobs('stuck-for-the-test')
  })

  it('an edited event, by its stream and version, also long after it was verified', async () => {
    const { stream, version, putBack } = await here.editAnEvent()
    const { code, find } = await here.check(['--service', 'database'])
    expect(code).toBe(3)
    expect(find('events.damaged')).toMatchObject({
      severity: 'critical',
      message: expect.stringContaining(`Event ${version} of the stream ${stream}`),
      next: 'semiont audit show',
    })
    expect(find('events.unprotected').explains).toContain('events.damaged')
    await putBack()
    expect((await here.check(['--service', 'database', '--full'])).report.findings).toEqual([])
  })

  it('a placeholder where a secret should be, without showing it', async () => {
    const kept = (await here.secrets.find('jwt-keys')) ?? ''
    const placeholder = 'changeme-changeme-changeme-changeme'
    await here.secrets.set('jwt-keys', JSON.stringify([createJwtKey(new Date(), placeholder)]))
    const { code, report, find } = await here.check(['--service', 'backend'])
    expect(code).toBe(3)
    expect(find('secret.placeholder')).toMatchObject({
      severity: 'critical',
      next: expect.stringMatching(/^semiont configure local set jwt-secret/),
    })
    expect(JSON.stringify(report)).not.toContain(placeholder)
    await here.secrets.set('jwt-keys', kept)
  })

  it('a clock that does not agree with the database', async () => {
    const { code, find } = await here.check(['--service', 'backend'], { now: () => new Date(Date.now() - 3_600_000) })
    expect(code).toBe(3)
    expect(find('clock.skewed')).toMatchObject({
      message: expect.stringContaining('ahead'),
      next: 'timedatectl status',
    })
  })

  it('a configuration that says nothing valid, and what can still be learned beside it', async () => {
    await writeFile(join(here.directory, 'environments', 'local.json'), '{ "sevices": {} }')
    const { code, report, find } = await here.check()
    expect(code).toBe(3)
    expect(report.findings[0]?.id).toBe('configuration.invalid')
    expect(find('configuration.invalid').evidence.join(' ')).toContain('services')
    expect(report.services.find(({ service }) => service === 'backend')).toMatchObject({ state: 'healthy' })
    expect(report.checks.find(({ name }) => name === 'storage')).toMatchObject({ status: 'unknown' })
  })

  it('a domain at which anybody can have an address, while look-alikes of the others stay out', async () => {
    await here.configure({ site: { oauthAllowedDomains: ['example.com', 'gmail.com'] } })
    const { code, report, find } = await here.check(['--service', 'backend'])
    expect(code).toBe(3)
    expect(find('sign-in.anybody')).toMatchObject({ message: expect.stringContaining('gmail.com') })
    expect(report.findings.map(({ id }) => id)).not.toContain('sign-in.open')
  })

  it('a backup that is too old', async () => {
    const folder = join(here.directory, 'backups')
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'semiont-local-20260101T000000Z.tar.zst'), '')
    const { find } = await here.check(['--service', 'storage'])
    expect(find('backup.old')).toMatchObject({ severity: 'warning', next: 'semiont backup' })
    await rm(folder, { recursive: true })
  })

  it('a document that the database names and the storage does not have', async () => {
    const sha256 = await here.knowDocumentWithoutBytes('What was written.')
    const { code, find } = await here.check(['--service', 'storage', '--full'])
    expect(code).toBe(3)
    expect(find('storage.lost').evidence).toContain(`sha256 ${sha256}`)
  })

  it('an unusable name of a service, before anything is looked at', async () => {
    const { code, stderr } = await semiont(['check', '--service', 'bakend'], { directory: here.directory })
    expect(code).toBe(2)
    expect(stderr).toContain('Did you mean backend?')
  })
})

describe('what could not be learned', () => {
  it('is unknown, never fine, and ends with a code of its own', async () => {
    const { code, report } = await here.check(['--service', 'database'], { backend: '/nowhere/backend.js' })
    expect(code).toBe(4)
    expect(report.verdict).toBe('unknown')
    expect(report.checks.find(({ name }) => name === 'events')).toMatchObject({ status: 'unknown' })
    expect(report.checks.find(({ name }) => name === 'database')).toMatchObject({ status: 'ok' })
  })

  it('is refused when the environment does not exist', async () => {
    const { code, stderr } = await semiont(['check', '--environment', 'prodction'], { directory: here.directory })
    expect(code).toBe(2)
    expect(stderr).toContain('There is no environment "prodction"')
  })
})

it('names the environment in every command to type, when it is not the local one', async () => {
  await writeFile(join(here.directory, 'environments', 'production.json'), '{ "_extends": "local" }')
  const { find } = await here.check(['--environment', 'production'])
  expect(find('application.stopped').next).toBe('semiont start --environment production')
})

describe('while Semiont is stopped', () => {
  it('says so first, why probably, and how to start it; a port that another program holds comes before', async () => {
    await here.stop()
    const holder = createServer()
    const port = await here.listening(holder)
    await here.configure({ services: { frontDoor: { port } } })
    const taken = await here.check()
    expect(taken.code).toBe(3)
    expect(taken.find('port.taken')).toMatchObject({
      cause: expect.stringContaining(`process ${process.pid}`),
      next: expect.stringMatching(/^semiont start --port \d+$/),
      explains: ['application.stopped'],
    })
    expect(taken.report.findings[0]?.id).toBe('port.taken')
    await new Promise((resolve) => holder.close(resolve))
    const { code, report, find } = await here.check()
    expect(code).toBe(3)
    expect(report.findings[0]).toMatchObject({ id: 'application.stopped', next: 'semiont start' })
    expect(find('application.stopped').message).toBe('Semiont does not run here.')
    // The database is one of its own here, and can still be looked into.
    expect(report.checks.find(({ name }) => name === 'events')).toMatchObject({ status: 'ok' })
    await here.start()
  })
})
