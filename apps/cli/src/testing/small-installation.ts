import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadEnvironment, openSecretStore } from '@semiont/config'
import { type Installation, startInstallation } from '@semiont/operations/local'
import { createTestDatabase } from '@semiont/testkit'
import { bundleBackend } from './bundle-backend.ts'
import { fixtureService, type Ran, semiont } from './semiont.ts'

export interface SmallInstallation {
  readonly directory: string
  readonly url: string
  /** A command typed in its folder. */
  run(...args: string[]): Promise<Ran>
  /** Stops the services; the folder and the database stay. */
  stop(): Promise<void>
  end(): Promise<void>
}

/** The real backend and supervisor on a database of its own; a small program stands in for the frontend. */
export async function startSmallInstallation(): Promise<SmallInstallation> {
  const directory = await mkdtemp(join(tmpdir(), 'semiont-small-'))
  await writeFile(join(directory, 'semiont.json'), '{}')
  const backend = await bundleBackend()
  const programs = { backend: backend.program, frontend: fixtureService }
  const database = await createTestDatabase()
  const environment = await loadEnvironment(directory, 'local')
  let installation: Installation | undefined = await startInstallation({
    environment,
    secrets: openSecretStore(environment),
    programs,
    port: 0,
    databaseUrl: database.url,
    report: { stepDone: () => {}, serviceChanged: () => {} },
    signal: new AbortController().signal,
  })
  const stop = async () => {
    await installation?.stop()
    installation = undefined
  }
  return {
    directory,
    url: installation.url,
    run: (...args) => semiont(args, { directory, programs, env: { DATABASE_URL: database.url } }),
    stop,
    end: async () => {
      await stop()
      await database.drop()
      await backend.remove()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
