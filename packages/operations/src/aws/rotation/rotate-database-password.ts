import { setTimeout as pause } from 'node:timers/promises'
import { type Begun, beginOrResume } from '../../rotation/begin-or-resume.ts'
import type { RotateOptions } from '../../rotation/rotate-jwt-secret.ts'
import { type Rotation, stepOf } from '../../rotation/rotation-state.ts'
import { readRunningTasks } from '../../rotation/running-tasks.ts'
import { type RotationMachine, runRotation } from '../../rotation/run-rotation.ts'
import type { Platform } from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { type DatabaseAct, type DatabaseFacts, type DatabaseFailure, decideDatabase } from './decide-database.ts'
import { explainDatabase } from './explain-database.ts'
import { askForRotation, readHostedRotation } from './hosted-rotation.ts'

const POLL_MILLISECONDS = 1000
/** Steps in which it matters what runs; in `asked` once the new version is current. */
const NEEDS_TASKS = ['begun', 'proven', 'rolled']

export interface DatabasePlace {
  readonly platform: Platform
  readonly connection: AwsConnection
}

/** Has AWS change the password of the database, and brings every service to use it; no request fails meanwhile. */
export async function rotateDatabasePassword(place: DatabasePlace, options: RotateOptions): Promise<Begun> {
  const { journal, begunBy, again } = options
  const begun = await beginOrResume({
    secret: 'database-password',
    journal,
    begunBy,
    again,
    now: options.now(),
    readBefore: async () => (await readHostedRotation(place.connection)).current,
  })
  if (begun.how === 'just-done') return begun
  return { ...begun, rotation: await runRotation(begun.rotation, new DatabaseMachine(place, options), options) }
}

class DatabaseMachine implements RotationMachine<DatabaseFacts, DatabaseAct, DatabaseFailure> {
  readonly #platform: Platform
  readonly #connection: AwsConnection
  readonly #options: RotateOptions
  #settled = false
  #seen = false
  #waiting: { readonly step: string; readonly since: number } | undefined

  constructor({ platform, connection }: DatabasePlace, options: RotateOptions) {
    this.#platform = platform
    this.#connection = connection
    this.#options = options
  }

  decide = decideDatabase

  async read(rotation: Rotation): Promise<DatabaseFacts> {
    const step = stepOf(rotation)
    const hosted = await readHostedRotation(this.#connection)
    this.#seen ||= hosted.versions.includes(rotation.id)
    const isNews = step === 'asked' && hosted.current !== rotation.before
    const tasks = isNews || NEEDS_TASKS.includes(step) ? await readRunningTasks(this.#platform) : undefined
    const waited = this.#waiting?.step === step ? performance.now() - this.#waiting.since : 0
    return {
      current: hosted.current,
      pending: hosted.pending,
      versions: hosted.versions,
      currentSince: hosted.lastRotatedAt,
      tasks: tasks?.replicas ?? [],
      tasksHealthy: tasks?.healthy ?? false,
      tasksUnknown: tasks !== undefined && tasks.unknown !== null,
      settled: this.#settled,
      seen: this.#seen,
      waitedLongEnough: waited >= this.#options.patienceMilliseconds,
    }
  }

  async act(act: DatabaseAct, rotation: Rotation): Promise<void> {
    const { progress, signal } = this.#options
    const platform = this.#platform
    switch (act) {
      case 'ask':
        return await askForRotation(this.#connection, rotation.id)
      case 'prove':
        await platform.runBackendTask({ args: ['migration-state'], signal })
        return
      case 'settle':
        progress.step('some services still run with the password before the present one; they are replaced first')
        await platform.restart(['backend', 'worker'], progress, signal)
        this.#settled = true
        return
      case 'roll':
        return await platform.restart(['backend', 'worker'], progress, signal)
      default: {
        const step = stepOf(rotation)
        if (this.#waiting?.step !== step) this.#waiting = { step, since: performance.now() }
        await pause(POLL_MILLISECONDS, undefined, { signal })
      }
    }
  }

  explain(failure: DatabaseFailure, rotation: Rotation, facts: DatabaseFacts): Error {
    return explainDatabase(failure, { rotation, facts, environment: this.#platform.environment.name })
  }

  describe(rotation: Rotation): string | undefined {
    return LINES[stepOf(rotation)]
  }
}

const LINES: Readonly<Record<string, string>> = {
  asked: 'AWS changes the password of the user that is not in use',
  current: 'the new password is current; services go on with the one before',
  proven: 'a task has opened the database with the new password',
  rolled: 'backend and worker were replaced',
}
