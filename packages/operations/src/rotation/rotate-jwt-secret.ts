import { setTimeout as pause } from 'node:timers/promises'
import { readJwtKeys, storeJwtSecret } from '@semiont/config'
import { IncompleteError, RefusedError } from '../errors.ts'
import type { Platform } from '../platform/platform.ts'
import { type Begun, beginOrResume } from './begin-or-resume.ts'
import { decideJwt, type JwtAct, type JwtFacts, type JwtFailure } from './decide-jwt.ts'
import { type Rotation, stepOf } from './rotation-state.ts'
import { readRunningTasks } from './running-tasks.ts'
import { type RotationMachine, type RunOptions, runRotation } from './run-rotation.ts'

export interface RotateOptions extends RunOptions {
  readonly begunBy: string
  /** Begin another one although one has just ended. */
  readonly again: boolean
  /** How long one waits for what others do: AWS's function, tasks that become well. */
  readonly patienceMilliseconds: number
}

/** What a rotation needs of where the installation runs. */
export type RotatingPlatform = Pick<Platform, 'environment' | 'secrets' | 'status' | 'restart'>

const POLL_MILLISECONDS = 1000

/** Puts a new key into use to sign access tokens; nobody is signed out. Works wherever the platform can restart services. */
export async function rotateJwtSecret(platform: RotatingPlatform, options: RotateOptions): Promise<Begun> {
  const { journal, begunBy, again } = options
  const begun = await beginOrResume({
    secret: 'jwt-secret',
    journal,
    begunBy,
    again,
    now: options.now(),
    readBefore: async () => (await readJwtKeys(platform.secrets)).find(({ state }) => state === 'active')?.kid ?? null,
  })
  if (begun.how === 'just-done') return begun
  return { ...begun, rotation: await runRotation(begun.rotation, new JwtMachine(platform, options), options) }
}

class JwtMachine implements RotationMachine<JwtFacts, JwtAct, JwtFailure> {
  readonly #platform: RotatingPlatform
  readonly #options: RotateOptions
  #rolled = false
  #waitingSince: number | undefined

  constructor(platform: RotatingPlatform, options: RotateOptions) {
    this.#platform = platform
    this.#options = options
  }

  decide = decideJwt

  async read(rotation: Rotation): Promise<JwtFacts> {
    const ring = await readJwtKeys(this.#platform.secrets)
    const isEarly = stepOf(rotation) === 'begun'
    const tasks = isEarly ? { replicas: [], healthy: true } : await readRunningTasks(this.#platform)
    const waited = this.#waitingSince === undefined ? 0 : performance.now() - this.#waitingSince
    return {
      ring: ring.map(({ kid, state }) => ({ kid, state })),
      running: tasks.replicas.length > 0,
      healthy: tasks.healthy,
      rolled: this.#rolled,
      waitedLongEnough: waited >= this.#options.patienceMilliseconds,
    }
  }

  async act(act: JwtAct): Promise<void> {
    const { progress, signal } = this.#options
    if (act === 'add') await storeJwtSecret(this.#platform.secrets, this.#options.now())
    else if (act === 'roll') {
      await this.#platform.restart(['backend', 'worker'], progress, signal)
      this.#rolled = true
    } else {
      this.#waitingSince ??= performance.now()
      await pause(POLL_MILLISECONDS, undefined, { signal })
    }
  }

  explain(failure: JwtFailure): Error {
    const { name } = this.#platform.environment
    const at = name === 'local' ? '' : ` --environment ${name}`
    const again = `See what is wrong with: semiont check${at}, then: semiont rotate jwt-secret${at}`
    if (failure === 'superseded')
      return new RefusedError(
        'Somebody else has replaced the new jwt-secret meanwhile. This rotation ends here; what they have set is in use.',
        `See it with: semiont secrets${at}`,
      )
    if (failure === 'not-known')
      return new IncompleteError('Not every backend knows the new jwt-secret yet, so it does not sign.', again)
    return new IncompleteError('The new jwt-secret signs, but not every service that was restarted is well.', again)
  }

  describe(rotation: Rotation): string | undefined {
    if (stepOf(rotation) === 'added')
      return `a new key (${rotation.kid?.slice(0, 6)}) is in the ring; it does not sign yet`
    if (stepOf(rotation) === 'signing') return 'every service has been replaced, and the new key signs'
    return undefined
  }
}
