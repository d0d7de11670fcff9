import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo, Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultEnvironment, loadEnvironment, openSecretStore, type SecretStore } from '@semiont/config'
import type { Platform, ProcessService } from '@semiont/operations'
import type { CheckReport, Finding } from '@semiont/operations/check'
import { type Installation, openLocalPlatform, startInstallation } from '@semiont/operations/local'
import { startTestApi, type TestApi } from '@semiont/testkit/api'
import { COMMANDS } from '../commands.ts'
import { parseCommandLine } from '../shell/parse-command-line.ts'
import { bundleBackend, type BundledBackend } from './bundle-backend.ts'
import { fixtureService, semiont } from './semiont.ts'

const noProgress = { step: () => {} }

export interface Checked {
  readonly code: number
  readonly report: CheckReport
  /** The finding of this id. */
  readonly find: (id: string) => Finding
}

/** A real event log, real jobs and a real supervisor over small programs as services, to break and to check. */
export async function startCheckedInstallation(): Promise<CheckedInstallation> {
  const directory = await mkdtemp(join(tmpdir(), 'semiont-check-'))
  const installation = new CheckedInstallation(directory, await startTestApi(), await bundleBackend())
  await installation.configure({})
  await installation.start()
  return installation
}

export class CheckedInstallation {
  readonly directory: string
  readonly programs: { readonly backend: string; readonly frontend: string }
  readonly #api: TestApi
  readonly #backend: BundledBackend
  readonly #servers: Server[] = []
  #running: Installation | undefined

  constructor(directory: string, api: TestApi, backend: BundledBackend) {
    this.directory = directory
    this.#backend = backend
    this.programs = { backend: backend.program, frontend: fixtureService }
    this.#api = api
  }

  /** Connections to the database, with all rights. */
  get database(): TestApi['application']['kernel']['pool'] {
    return this.#api.application.kernel.pool
  }

  get databaseUrl(): string {
    return this.#api.database.url
  }

  get secrets(): SecretStore {
    return openSecretStore(defaultEnvironment(this.directory, 'local'))
  }

  async stopService(service: ProcessService): Promise<void> {
    await (await this.#platform()).stop([service], noProgress, new AbortController().signal)
  }

  async startService(service: ProcessService): Promise<void> {
    await (await this.#platform()).start([service], noProgress, new AbortController().signal)
  }

  async #platform(): Promise<Platform> {
    const environment = await loadEnvironment(this.directory, 'local')
    const { secrets, programs, databaseUrl } = this
    return openLocalPlatform({ environment, secrets, programs, databaseUrl })
  }

  async check(
    args: readonly string[] = [],
    given: { databaseUrl?: string; backend?: string; now?: () => Date } = {},
  ): Promise<Checked> {
    const ran = await semiont(['check', '--json', ...args], {
      directory: this.directory,
      programs: { ...this.programs, backend: given.backend ?? this.programs.backend },
      env: { DATABASE_URL: given.databaseUrl ?? this.databaseUrl },
      ...(given.now ? { now: given.now } : {}),
    })
    const report = ran.json().data as CheckReport
    for (const { next } of report.findings) assertTypable(next)
    return {
      code: ran.code,
      report,
      find: (id) => {
        const found = report.findings.find((finding) => finding.id === id)
        if (found) return found
        throw new Error(`${id} is not among the findings: ${JSON.stringify(report, null, 1)}`)
      },
    }
  }

  /** Writes environments/local.json. */
  async configure(settings: object): Promise<void> {
    await mkdir(join(this.directory, 'environments'), { recursive: true })
    await writeFile(join(this.directory, 'semiont.json'), '{}')
    await writeFile(join(this.directory, 'environments', 'local.json'), JSON.stringify(settings))
  }

  /** Has a server listen until the test is over; returns its port. */
  async listening(server: Server): Promise<number> {
    this.#servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  /** A document of a library whose bytes lie elsewhere: this installation knows it, and does not have it. */
  async knowDocumentWithoutBytes(text: string): Promise<string> {
    const { administrator } = this.#api
    const collection = await administrator.request('POST', '/api/collections', { name: 'Lost' })
    const { id: collectionId } = collection.json as { id: string }
    await administrator.request('POST', '/api/resources', { collectionId, name: 'Lost', text })
    return createHash('sha256').update(text).digest('hex')
  }

  /** Puts a document where the backend would. */
  async storeDocument(text: string): Promise<{ file: string; sha256: string; bytes: number }> {
    const sha256 = createHash('sha256').update(text).digest('hex')
    const folder = join(this.directory, '.semiont/data/blobs', sha256.slice(0, 2), sha256.slice(2, 4))
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, sha256), text)
    return { file: join(folder, sha256), sha256, bytes: Buffer.byteLength(text) }
  }

  /** A job that a worker took an hour ago and never finished. */
  async addStuckJob(task: string): Promise<void> {
    await this.database.query(`select graphile_worker.add_job($1, run_at := now() + interval '1 day')`, [task])
    await this.database.query(
      `update graphile_worker._private_jobs set locked_at = now() - interval '1 hour', locked_by = 'gone'
       where task_id = (select id from graphile_worker._private_tasks where identifier = $1)`,
      [task],
    )
  }

  async removeJobs(task: string): Promise<void> {
    await this.database.query(
      `delete from graphile_worker._private_jobs
       where task_id = (select id from graphile_worker._private_tasks where identifier = $1)`,
      [task],
    )
  }

  /** As somebody with the rights of the database's owner could. */
  async editAnEvent(): Promise<{ stream: string; version: number; putBack: () => Promise<void> }> {
    const { rows } = await this.database.query<{ stream_id: string; version: number; actor: string }>(
      'select stream_id, version, actor from event_store.events order by stream_id limit 1',
    )
    const [event] = rows
    if (!event) throw new Error('there is no event to edit')
    const { stream_id: stream, version } = event
    const set = async (actor: string) =>
      void (await this.database.query(
        'update event_store.events set actor = $3 where stream_id = $1 and version = $2',
        [stream, version, actor],
      ))
    await this.database.query('alter table event_store.events disable trigger events_are_append_only')
    await set('usr_eve')
    const putBack = async () => {
      await set(event.actor)
      await this.database.query('alter table event_store.events enable trigger events_are_append_only')
    }
    return { stream, version, putBack }
  }

  async start(): Promise<void> {
    this.#running = await startInstallation({
      environment: await loadEnvironment(this.directory, 'local'),
      secrets: this.secrets,
      programs: { backend: fixtureService, frontend: fixtureService },
      port: 0,
      databaseUrl: this.databaseUrl,
      report: { stepDone: () => {}, serviceChanged: () => {} },
      signal: new AbortController().signal,
    })
  }

  async stop(): Promise<void> {
    await this.#running?.stop()
    this.#running = undefined
  }

  async putRight(): Promise<void> {
    await this.configure({})
    await Promise.all(this.#servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))))
  }

  async end(): Promise<void> {
    await this.stop()
    await this.#api.close()
    await this.#backend.remove()
    await rm(this.directory, { recursive: true, force: true })
  }
}

/** What a finding says to type next is a command of ours as it can be typed. @throws UsageError */
function assertTypable(next: string): void {
  for (const line of next.split(' && ').filter((part) => part.startsWith('semiont ')))
    parseCommandLine(line.split(' ').slice(1), COMMANDS)
}
