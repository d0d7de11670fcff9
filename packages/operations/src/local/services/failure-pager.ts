import type { Environment, SecretStore } from '@semiont/config'
import type { ProcessService, ReplicaState } from '../../platform/platform.ts'

export interface FailurePagerOptions {
  /** The configuration as it is at that moment: it says who is told. */
  environment(): Environment
  readonly secrets: SecretStore
  /** Where it is put down that nobody could be told. */
  log(name: ProcessService, line: string): void
  now(): Date
}

/** Who knows of a failing service is not told again within this many milliseconds. */
const QUIET_TIME = 3_600_000

/** Tells those who look after an installation when starting a service again does not help any more. */
export class FailurePager {
  readonly #options: FailurePagerOptions
  readonly #toldAt = new Map<ProcessService, number>()
  #lastPage: Promise<void> = Promise.resolve()

  constructor(options: FailurePagerOptions) {
    this.#options = options
  }

  /** To be called with every state that a process of a service enters. */
  stateEntered(name: ProcessService, state: ReplicaState, reason = ''): void {
    if (state !== 'failing') return
    const now = this.#options.now().getTime()
    const toldAt = this.#toldAt.get(name)
    if (toldAt !== undefined && now - toldAt < QUIET_TIME) return
    this.#toldAt.set(name, now)
    this.#lastPage = this.#page(name, reason).catch((error: unknown) =>
      this.#options.log(name, `Nobody could be told that the ${name} fails: ${String(error)}`),
    )
  }

  /** Waits until those are told that are being told. */
  async settled(): Promise<void> {
    await this.#lastPage
  }

  async #page(name: ProcessService, reason: string): Promise<void> {
    // Loaded only now: most installations never need it.
    const [{ publishNotice }, { currentActor }] = await Promise.all([
      import('../../notices/index.ts'),
      import('../../audit/index.ts'),
    ])
    const environment = this.#options.environment()
    const where = environment.name === 'local' ? '' : ` --environment ${environment.name}`
    const { deliveries } = await publishNotice({
      environment,
      secrets: this.#options.secrets,
      actor: currentActor(process.env),
      kind: 'emergency',
      subject: `Semiont: the ${name} keeps failing`,
      message: [
        `The ${name} of environment ${environment.name} ${reason}.`,
        'Starting it again does not help; it is tried only from time to time now.',
        `See why: semiont check${where}, semiont logs --service ${name} --level error${where}`,
      ].join('\n'),
      now: this.#options.now(),
      signal: AbortSignal.timeout(60_000),
    })
    for (const { delivered, receiver, receipt } of deliveries)
      if (!delivered) this.#options.log(name, `${receiver} could not be told that the ${name} fails: ${receipt}`)
  }
}
