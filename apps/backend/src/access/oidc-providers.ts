import {
  allowInsecureRequests,
  clockTolerance,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client'
import type { OidcProvider } from '../kernel/configuration.ts'

export interface OidcProviders {
  find(id: string): OidcProvider | undefined
  /** The provider as it describes itself. @throws ProviderUnavailableError */
  connect(provider: OidcProvider): Promise<Configuration>
}

export class ProviderUnavailableError extends Error {
  override readonly name = 'ProviderUnavailableError'
  constructor(provider: OidcProvider, cause: unknown) {
    super(`${provider.name} does not answer at ${provider.issuer}.`, { cause })
  }
}

const PATIENCE_SECONDS = 8
const METADATA_COUNTS_MS = 60 * 60_000

interface Known {
  configuration: Configuration
  at: number
}

/**
 * Asks a provider for its metadata at the first sign-in, not at the start: an unreachable provider stops only those who
 * sign in with it. Metadata is asked for again every hour; when that fails, the old one counts on.
 */
export function createOidcProviders(providers: readonly OidcProvider[], now: () => Date): OidcProviders {
  const known = new Map<string, Known>()
  const asking = new Map<string, Promise<Configuration>>()
  const ask = async (provider: OidcProvider): Promise<Configuration> => {
    try {
      const configuration = await discover(provider)
      known.set(provider.id, { configuration, at: now().getTime() })
      return configuration
    } catch (cause) {
      const old = known.get(provider.id)
      if (old) return old.configuration
      throw new ProviderUnavailableError(provider, cause)
    } finally {
      asking.delete(provider.id)
    }
  }
  return {
    find: (id) => providers.find((provider) => provider.id === id),
    async connect(provider) {
      const fresh = known.get(provider.id)
      if (fresh && now().getTime() - fresh.at < METADATA_COUNTS_MS) return fresh.configuration
      const answer = asking.get(provider.id) ?? ask(provider)
      asking.set(provider.id, answer)
      return await answer
    },
  }
}

async function discover({ issuer, clientId, clientSecret }: OidcProvider): Promise<Configuration> {
  const configuration = await discovery(
    new URL(issuer),
    clientId,
    { client_secret: clientSecret, [clockTolerance]: 10 },
    undefined,
    { timeout: PATIENCE_SECONDS, execute: isLoopback(issuer) ? [allowInsecureRequests] : [] },
  )
  // Without this the ID token of the code flow counts as proven by TLS alone and its signature is not looked at.
  enableNonRepudiationChecks(configuration)
  return configuration
}

/** Plain http only to this very machine. */
function isLoopback(issuer: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(issuer).hostname)
}
