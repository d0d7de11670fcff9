import { chmodSync, cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startTestPostgresServer, type TestPostgresServer } from '@semiont/testkit/postgres-server'
import type { AwsCalls, JsonObject } from '../aws-calls.ts'
import { list, text } from '../json.ts'
import { copyData, startDatabase, urlOf } from './postgres.ts'
import type { Place } from './surroundings.ts'

/** The machines behind the account: PostgreSQL behind RDS, a folder behind each file system. Begun when first needed. */
export class Machines {
  readonly folder: string
  readonly #calls: AwsCalls
  readonly #base: NodeJS.ProcessEnv
  readonly #servers = new Map<string, Promise<TestPostgresServer>>()

  constructor(calls: AwsCalls, base: NodeJS.ProcessEnv, folder: string) {
    this.#calls = calls
    this.#base = base
    this.folder = folder
  }

  folderOf(fileSystemId: string): string {
    const folder = join(this.folder, 'files', fileSystemId)
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o777)
    return folder
  }

  /** What a task finds, now. */
  async place(): Promise<Place> {
    const databases = new Map<string, { host: string; port: number }>()
    const { DBInstances } = await this.#calls.call('rds:describe_db_instances')
    for (const instance of list(DBInstances)) {
      const { Address } = instance['Endpoint'] as { Address: string }
      const { hostname, port } = new URL((await this.#serverOf(instance)).adminUrl)
      databases.set(Address, { host: hostname, port: Number(port) })
    }
    return { databases, folderOf: (id) => this.folderOf(id), base: this.#base }
  }

  /** Where the database is that RDS has at this address. */
  async databaseAt(address: string): Promise<{ host: string; port: number }> {
    const database = (await this.place()).databases.get(address)
    if (database === undefined) throw new Error(`There is no database at ${address}.`)
    return database
  }

  /** Address of the database behind an instance, as superuser. */
  async databaseUrl(identifier: string): Promise<string> {
    const instance = await this.#instance(identifier)
    return urlOf(await this.#serverOf(instance), text(instance['DBName']))
  }

  /** Keeps what the database of an instance holds now under this name. */
  async keepDatabase(identifier: string, name: string): Promise<void> {
    const folder = join(this.folder, 'snapshots')
    mkdirSync(folder, { recursive: true })
    chmodSync(folder, 0o755)
    await copyData(await this.#serverOf(await this.#instance(identifier)), this.#snapshot(name))
  }

  /** The instance of this name, when it comes, goes on with what was kept. */
  beginWith(identifier: string, name: string): void {
    this.#servers.set(identifier, startTestPostgresServer({ copyOf: this.#snapshot(name) }))
  }

  async remove(identifier: string): Promise<void> {
    const server = this.#servers.get(identifier)
    this.#servers.delete(identifier)
    await (await server)?.stop()
  }

  /** Keeps what is in a file system, or lets another go on with what was kept. */
  copyFiles(from: string, to: string): void {
    cpSync(this.folderOf(from), this.folderOf(to), { recursive: true })
  }

  #snapshot(name: string): string {
    return join(this.folder, 'snapshots', name.replaceAll(':', '-'))
  }

  async #instance(identifier: string): Promise<JsonObject> {
    const wanted = { DBInstanceIdentifier: identifier }
    const { DBInstances } = await this.#calls.call('rds:describe_db_instances', wanted)
    const [instance] = list(DBInstances)
    if (instance === undefined) throw new Error(`There is no database ${identifier}.`)
    return instance
  }

  async close(): Promise<void> {
    this.#calls.close()
    for (const server of this.#servers.values()) await (await server).stop()
  }

  async #serverOf(instance: JsonObject): Promise<TestPostgresServer> {
    const identifier = text(instance['DBInstanceIdentifier'])
    const server = this.#servers.get(identifier) ?? this.#start(instance)
    this.#servers.set(identifier, server)
    return await server
  }

  async #start({ DBName, MasterUsername }: JsonObject): Promise<TestPostgresServer> {
    const administrator = { SecretId: 'semiont/database-administrator' }
    const { SecretString } = await this.#calls.call('secretsmanager:get_secret_value', administrator)
    const { password } = JSON.parse(text(SecretString)) as { password: string }
    return await startDatabase({ database: text(DBName), user: text(MasterUsername), password })
  }
}
