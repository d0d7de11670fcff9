import { dataDirectoryOf, type Environment } from '@semiont/config'

/** Variables that only the backend may see. */
const BACKEND_ONLY = ['DATABASE_URL', 'JWT_KEYS', 'JWT_SECRET', 'OIDC_PROVIDERS']

export interface BackendSecrets {
  readonly databaseUrl: string
  readonly jwtKeys: string
  readonly oidcProviders: string
}

/** The environment of the backend and the worker. What the operator has set in the shell wins, except for where we put it. */
export function backendEnvironment(
  environment: Environment,
  secrets: BackendSecrets,
  place: { role: 'api' | 'worker'; port: number; publicUrl: string },
): NodeJS.ProcessEnv {
  const { settings } = environment
  return {
    LOG_LEVEL: settings.logs.level,
    OIDC_PROVIDERS: secrets.oidcProviders,
    SEMIONT_SITE: JSON.stringify({
      name: settings.site.name,
      oauthAllowedDomains: settings.site.oauthAllowedDomains,
      adminEmail: settings.site.adminEmail,
    }),
    DATABASE_POOL_SIZE: String(settings.database.poolSize),
    SEMIONT_DATA_DIR: dataDirectoryOf(environment),
    NODE_OPTIONS: nodeOptions(settings.services[place.role === 'api' ? 'backend' : 'worker'].memory),
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: secrets.databaseUrl,
    JWT_KEYS: secrets.jwtKeys,
    HOST: '127.0.0.1',
    PORT: String(place.port),
    SEMIONT_ROLE: place.role,
    SEMIONT_PUBLIC_URL: place.publicUrl,
  }
}

export function frontendEnvironment(
  { settings }: Environment,
  place: { port: number; publicUrl: string },
): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !BACKEND_ONLY.includes(name)))
  return {
    NODE_OPTIONS: nodeOptions(settings.services.frontend.memory),
    ...inherited,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOSTNAME: '127.0.0.1',
    PORT: String(place.port),
    SEMIONT_PUBLIC_URL: place.publicUrl,
  }
}

/** @param memory MiB of the JavaScript heap; without it Node decides */
function nodeOptions(memory: number | undefined): string {
  return ['--enable-source-maps', ...(memory === undefined ? [] : [`--max-old-space-size=${memory}`])].join(' ')
}
