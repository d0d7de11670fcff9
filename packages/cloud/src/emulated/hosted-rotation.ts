import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { NAMES } from '@semiont/config/aws-names'
import pg from 'pg'
import type { JsonObject } from './aws-calls.ts'
import { object, text } from './json.ts'
import { RefusedByAws } from './wire/answer.ts'
import type { Answers } from './wire/front.ts'
import type { AskMoto } from './wire/moto-client.ts'

/** How long a step of the function takes: milliseconds where AWS takes seconds. */
const STEP = 400

/** What the secret of a database user holds. */
interface Credentials {
  readonly username: string
  readonly password: string
  readonly host: string
  readonly dbname: string
}

/** Where an address of RDS is on this machine. */
export type FindDatabase = (host: string) => Promise<{ readonly host: string; readonly port: number }>

/**
 * AWS's hosted function for two alternating users of PostgreSQL, by what its documentation says it does: it gives the user that
 * is not in use a new password, makes them when they are missing, and makes that version current when it opens the database. The
 * password really changes. Kept here besides is what moto does not tell of a rotation.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-two-users.html
 */
export class HostedRotation {
  /** While set, the function fails once it has made the new version: AWSPENDING is left behind. */
  fails = false
  /** What the function died of last, as its log would say: the new version is left behind, and the old one stays current. */
  failure: unknown
  /** How many rotations were begun. */
  begun = 0
  readonly #ask: AskMoto
  readonly #find: FindDatabase
  readonly #rotatedAt = new Map<string, number>()
  readonly #running = new Set<Promise<void>>()

  constructor(ask: AskMoto, find: FindDatabase) {
    this.#ask = ask
    this.#find = find
  }

  get answers(): Answers {
    return {
      'secretsmanager:RotateSecret': async (input) => await this.#rotate(input),
      'secretsmanager:DescribeSecret': async (input) => await this.#describe(input),
      'secretsmanager:PutSecretValue': async (input) => await this.#put(input),
      // moto gives the version that was put last where AWS gives the one with the label.
      'secretsmanager:GetSecretValue': async ({ VersionId = null, VersionStage = null, ...input }) => {
        const asked = VersionId === null && VersionStage === null ? { VersionStage: 'AWSCURRENT' } : {}
        const given = {
          ...(VersionId === null ? {} : { VersionId }),
          ...(VersionStage === null ? {} : { VersionStage }),
        }
        return await this.#ask('secretsmanager', 'GetSecretValue', { ...input, ...given, ...asked })
      },
    }
  }

  /** The function is well again, and AWS tries once more what was left behind. */
  async recover(secretId: string): Promise<void> {
    this.fails = false
    const pending = await this.#versionWith(secretId, 'AWSPENDING')
    if (pending !== undefined) this.#run(secretId, pending)
    await this.settle()
  }

  /** Waits until no function runs. */
  async settle(): Promise<void> {
    await Promise.all(this.#running)
  }

  async #rotate(input: JsonObject): Promise<JsonObject | undefined> {
    if (input['RotateImmediately'] === false) return undefined
    const SecretId = text(input['SecretId'])
    const about = await this.#ask('secretsmanager', 'DescribeSecret', { SecretId })
    if (about['RotationEnabled'] !== true)
      throw new RefusedByAws(
        'InvalidRequestException',
        'No Lambda rotation function ARN is associated with this secret.',
      )
    const { ClientRequestToken: token = randomBytes(16).toString('hex') } = input
    const versions = object(about['VersionIdsToStages'])
    const answer = { ARN: about['ARN'] ?? null, Name: about['Name'] ?? null, VersionId: token }
    if (versions[text(token)] !== undefined) return answer
    const pending = await this.#versionWith(SecretId, 'AWSPENDING')
    if (pending !== undefined)
      throw new RefusedByAws(
        'InvalidRequestException',
        "A previous rotation isn't complete. That rotation will be reattempted.",
      )
    this.begun++
    await this.#create(SecretId, text(token))
    this.#run(SecretId, text(token))
    return answer
  }

  /** moto takes AWSCURRENT only off the version that it has itself made current. */
  async #put(input: JsonObject): Promise<JsonObject | undefined> {
    const { SecretId = null, VersionStages = ['AWSCURRENT'] } = input
    const before = await this.#versionWith(text(SecretId), 'AWSCURRENT')
    if (before === undefined || !(VersionStages as readonly string[]).includes('AWSCURRENT')) return undefined
    const put = { ...input, VersionStages: ['EMULATED_PUT'] }
    const answer = await this.#ask('secretsmanager', 'PutSecretValue', put)
    const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: answer['VersionId'] ?? null }
    await this.#ask('secretsmanager', 'UpdateSecretVersionStage', { ...move, RemoveFromVersionId: before })
    return { ...answer, VersionStages }
  }

  async #describe(input: JsonObject): Promise<JsonObject> {
    const about = await this.#ask('secretsmanager', 'DescribeSecret', input)
    const rotatedAt = this.#rotatedAt.get(text(about['Name']))
    return rotatedAt === undefined ? about : { ...about, LastRotatedDate: rotatedAt / 1000 }
  }

  #run(secretId: string, token: string): void {
    const running = this.#finish(secretId, token)
      .catch((error: unknown) => {
        this.failure = error
      })
      .finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** createSecret: another password for the user that is not in use. */
  async #create(SecretId: string, ClientRequestToken: string): Promise<void> {
    const current = await this.#credentials(SecretId, 'AWSCURRENT')
    const { username } = current
    const other = username.endsWith('_clone') ? username.slice(0, -'_clone'.length) : `${username}_clone`
    const next = { ...current, username: other, password: randomBytes(24).toString('hex') }
    const SecretString = JSON.stringify(next)
    const version = { SecretId, ClientRequestToken, SecretString, VersionStages: ['AWSPENDING'] }
    await this.#ask('secretsmanager', 'PutSecretValue', version)
  }

  /** setSecret, testSecret, finishSecret. */
  async #finish(SecretId: string, token: string): Promise<void> {
    await pause(STEP)
    if (this.fails) return
    const current = await this.#credentials(SecretId, 'AWSCURRENT')
    const pending = await this.#credentials(SecretId, 'AWSPENDING')
    await this.#setPassword(current, pending)
    await this.#with(pending, async (client) => await client.query('select now()'))
    await pause(STEP)
    const before = await this.#versionWith(SecretId, 'AWSCURRENT')
    const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: token, RemoveFromVersionId: before }
    await this.#ask('secretsmanager', 'UpdateSecretVersionStage', move)
    const rest = { SecretId, VersionStage: 'AWSPENDING', RemoveFromVersionId: token }
    await this.#ask('secretsmanager', 'UpdateSecretVersionStage', rest)
    const { Name } = await this.#ask('secretsmanager', 'DescribeSecret', { SecretId })
    this.#rotatedAt.set(text(Name), Date.now())
  }

  async #setPassword(current: Credentials, pending: Credentials): Promise<void> {
    const administrator = await this.#credentials(NAMES.secrets.databaseAdministrator, 'AWSCURRENT')
    await this.#with({ ...administrator, host: pending.host, dbname: pending.dbname }, async (client) => {
      const [user, password] = [pg.escapeIdentifier(pending.username), pg.escapeLiteral(pending.password)]
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [pending.username])
      if (rowCount !== 0) return await client.query(`alter role ${user} with password ${password}`)
      await client.query(`create role ${user} with login password ${password}`)
      return await client.query(`grant ${pg.escapeIdentifier(current.username)} to ${user}`)
    })
  }

  async #with(given: Credentials, use: (client: pg.Client) => Promise<unknown>): Promise<void> {
    const { host, port } = await this.#find(given.host)
    const { username: user, password, dbname: database } = given
    const client = new pg.Client({ host, port, user, password, database })
    await client.connect()
    try {
      await use(client)
    } finally {
      await client.end()
    }
  }

  async #credentials(SecretId: string, VersionStage: string): Promise<Credentials> {
    const found = await this.#ask('secretsmanager', 'GetSecretValue', { SecretId, VersionStage })
    return JSON.parse(text(found['SecretString'])) as Credentials
  }

  async #versionWith(SecretId: string, label: string): Promise<string | undefined> {
    const about = await this.#ask('secretsmanager', 'DescribeSecret', { SecretId })
    const versions = Object.entries(object(about['VersionIdsToStages']))
    return versions.find(([, labels]) => (labels as readonly string[]).includes(label))?.[0]
  }
}
