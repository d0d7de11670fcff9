import { setMaxListeners } from 'node:events'
import { type AwsPlace, awsPlaceOf, type Environment } from '@semiont/config'
import { explainProblem } from './problems.ts'

/** What every client of the SDK takes that differs from its own defaults. */
export interface ClientSettings {
  readonly region: string
  readonly maxAttempts?: number
  readonly retryMode: 'standard'
  readonly requestHandler: {
    readonly connectionTimeout: number
    readonly requestTimeout: number
    readonly throwOnRequestTimeout: true
  }
}

/** Handed to `client.send` as its second argument. */
export interface SendOptions {
  readonly abortSignal?: AbortSignal
}

// Which Node runs this is checked where it starts; AWS's advice for its own next year would stand before every answer.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'

/** AWS's own default of three attempts gives up within a second, which a throttled account is not back from. */
const ATTEMPTS = 6
const CONNECT_MILLISECONDS = 5_000
const ANSWER_MILLISECONDS = 30_000
/** Cost Explorer and billing have one endpoint, CloudFront's metrics and certificates one region. */
export const GLOBAL_REGION = 'us-east-1'

/**
 * The way to one account and region: clients with their retries and deadlines, and the one place where what AWS refuses becomes
 * an error that says what to do. Keys come from where every AWS tool finds them (variables, profile, single sign-on, role).
 */
export class AwsConnection {
  readonly environment: Environment
  readonly place: AwsPlace
  readonly #signal: AbortSignal | undefined
  readonly #clients = new Map<string, unknown>()

  /** @throws ConfigurationError when the environment does not say where it is */
  constructor(environment: Environment, signal?: AbortSignal) {
    this.environment = environment
    this.place = awsPlaceOf(environment)
    this.#signal = signal
    // Each call that is under way listens to it.
    if (signal !== undefined) setMaxListeners(0, signal)
  }

  /** The client of a service, made when it is first asked for. */
  client<Client>(Client: new (settings: ClientSettings) => Client, region = this.place.region): Client {
    const key = `${Client.name} ${region}`
    const made = (this.#clients.get(key) as Client | undefined) ?? new Client(settingsFor(region))
    this.#clients.set(key, made)
    return made
  }

  /**
   * One call. `action` is its name as policies write it (`ecs:UpdateService`), so that a refusal can name the missing right.
   * @throws RefusedError without the right, IncompleteError without keys, an answer, or after too many tries; else AWS's error
   */
  async ask<Answer>(action: string, send: (options: SendOptions) => Promise<Answer>): Promise<Answer> {
    const signal = this.#signal
    try {
      return await send(signal === undefined ? {} : { abortSignal: signal })
    } catch (error) {
      signal?.throwIfAborted()
      throw explainProblem(error, { action, place: this.place })
    }
  }
}

function settingsFor(region: string): ClientSettings {
  return {
    region,
    retryMode: 'standard',
    ...(process.env['AWS_MAX_ATTEMPTS'] === undefined ? { maxAttempts: ATTEMPTS } : {}),
    requestHandler: {
      connectionTimeout: CONNECT_MILLISECONDS,
      requestTimeout: ANSWER_MILLISECONDS,
      throwOnRequestTimeout: true,
    },
  }
}
