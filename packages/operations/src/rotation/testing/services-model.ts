import {
  type Environment,
  environmentSchema,
  finishJwtRoll,
  type JwtKey,
  jwtKeysForRoll,
  type SecretStore,
} from '@semiont/config'
import type { PlatformStatus } from '../../platform/platform.ts'
import type { RotatingPlatform } from '../rotate-jwt-secret.ts'
import type { Rotation, RotationJournal } from '../rotation-state.ts'

/** The process was ended at this point. */
export class KilledError extends Error {
  override readonly name = 'KilledError'
}

/** Backends that learn the ring of keys when they start, and are restarted one after the other. */
export class ServicesModel implements RotatingPlatform {
  readonly environment: Environment
  readonly secrets: SecretStore
  journal: Rotation | undefined
  /** The ring that each backend has started with. */
  backends: (readonly JwtKey[])[] = []
  /** Asked at each point where the process may end. */
  kill: () => boolean = () => false
  readonly #stored = new Map<string, string>()

  constructor() {
    const settings = environmentSchema.parse({})
    this.environment = { name: 'local', directory: '/nowhere', settings }
    this.secrets = {
      find: async (name) => this.#stored.get(name),
      set: async (name, value) => {
        this.mayBeKilled()
        this.#stored.set(name, value)
        this.mayBeKilled()
      },
      delete: async (name) => void this.#stored.delete(name),
      list: async () => [],
    }
  }

  /** Keys that one backend signs with and another does not verify: people would be signed out. */
  get refused(): string[] {
    const signing = this.backends.flatMap((ring) => ring.filter(({ state }) => state === 'active'))
    return signing
      .filter(({ kid }) =>
        this.backends.some((ring) => !ring.some((key) => key.kid === kid && key.state !== 'revoked')),
      )
      .map(({ kid }) => kid)
  }

  mayBeKilled(): void {
    if (this.kill()) throw new KilledError()
  }

  async start(count: number): Promise<void> {
    const ring = await jwtKeysForRoll(this.secrets, new Date())
    this.backends = Array.from({ length: count }, () => ring)
  }

  async restart(): Promise<void> {
    const ring = await jwtKeysForRoll(this.secrets, new Date())
    this.#roll(ring)
    if (await finishJwtRoll(this.secrets, ring, new Date())) this.#roll(await jwtKeysForRoll(this.secrets, new Date()))
  }

  #roll(ring: readonly JwtKey[]): void {
    for (const index of this.backends.keys()) {
      this.mayBeKilled()
      this.backends = this.backends.with(index, ring)
    }
    this.mayBeKilled()
  }

  async status(): Promise<PlatformStatus> {
    const replicas = this.backends.map((_, index) => ({
      id: `backend-${index + 1}`,
      state: 'healthy' as const,
      startedAt: null,
      restarts: 0,
      detail: null,
    }))
    const backend = { service: 'backend', state: 'healthy', detail: null, replicas } as const
    const counted = { ...backend, running: replicas.length, desired: replicas.length }
    return { running: true, url: null, startedAt: null, services: [counted] }
  }

  openJournal(): RotationJournal {
    return {
      read: async () => this.journal,
      write: async (rotation) => {
        this.mayBeKilled()
        this.journal = rotation
        this.mayBeKilled()
      },
    }
  }
}
