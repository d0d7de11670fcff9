import { loadEnvironment, type Environment } from '@semiont/config'
import { operationsBucketOf } from '@semiont/config/aws-names'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ObjectServer } from './object-server.ts'

const PLACE = { account: '123456789012', region: 'eu-central-1' }

/** An account whose objects are on this machine, and machines that operate the installation in it. */
export interface OperationsAccount {
  readonly server: ObjectServer
  /** Objects of the operations bucket, by key. */
  readonly objects: Map<string, string>
  /** The environment `production`, in a project folder of its own. */
  newMachine(): Promise<Environment>
  /** Makes the bucket, as the first provision does. */
  provision(): void
  end(): Promise<void>
}

export async function openOperationsAccount(): Promise<OperationsAccount> {
  const server = new ObjectServer()
  const before = { ...process.env }
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: await server.listen(),
    AWS_ACCESS_KEY_ID: 'a-test',
    AWS_SECRET_ACCESS_KEY: 'a-test',
    // A call that gets no answer is not repeated for half a minute.
    AWS_MAX_ATTEMPTS: '2',
  })
  const folders: string[] = []
  const objects = new Map<string, string>()
  return {
    server,
    objects,
    async newMachine() {
      const folder = await mkdtemp(join(tmpdir(), 'semiont-operator-'))
      folders.push(folder)
      await mkdir(join(folder, 'environments'))
      await writeFile(join(folder, 'semiont.json'), '{}')
      await writeFile(join(folder, 'environments/production.json'), JSON.stringify({ platform: 'aws', aws: PLACE }))
      return await loadEnvironment(folder, 'production')
    },
    provision: () => void server.buckets.set(operationsBucketOf(PLACE), objects),
    async end() {
      process.env = before
      await server.close()
      for (const folder of folders) await rm(folder, { recursive: true, force: true })
    },
  }
}
