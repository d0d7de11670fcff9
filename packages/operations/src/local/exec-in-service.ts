import type { Environment, SecretStore } from '@semiont/config'
import { UnusableInputError } from '../errors.ts'
import type { ExecRequest } from '../platform/platform.ts'
import { runShell } from './exec/run-shell.ts'
import { writeStandIns } from './exec/stand-ins.ts'
import { findRunningInstance, type ServiceIdentity } from './instance-lock.ts'
import { isAlive } from './processes/process-identity.ts'
import { configuredUrl } from './public-url.ts'
import { ensureJwtKeys, readOidcProviders } from './secrets.ts'
import { backendEnvironment, frontendEnvironment } from './service-environment.ts'

export interface ExecPlace {
  readonly environment: Environment
  readonly secrets: SecretStore
  readonly stateDirectory: string
  databaseUrl(): Promise<string>
}

/**
 * Runs a command with the environment of a service, and with DB_HOST, DB_PORT, DB_NAME, DB_USER and the PG variables of it on
 * the backend's side. It works while the service is down too: that is when one looks. The ports are those of the replica that
 * runs; 0 where none does.
 * @throws UnusableInputError when the replica that is named does not run
 */
export async function execInService(request: ExecRequest, place: ExecPlace): Promise<number> {
  const { environment, stateDirectory } = place
  const replica = findReplica(request, stateDirectory)
  const env = await serviceEnvironment(request.service, place, replica?.port ?? 0)
  const standIns = await writeStandIns(stateDirectory)
  const path = env['PATH'] ? `${env['PATH']}:${standIns}` : `/usr/local/bin:/usr/bin:/bin:${standIns}`
  return await runShell(request, { cwd: environment.directory, env: { ...env, PATH: path } })
}

function findReplica({ service, replica }: ExecRequest, stateDirectory: string): ServiceIdentity | undefined {
  const running = (findRunningInstance(stateDirectory)?.services ?? []).filter(
    (one) => one.name === service && isAlive(one),
  )
  if (replica === undefined) return running[0]
  const found = running.find((one) => nameOf(one) === replica)
  if (found) return found
  const known = running.map(nameOf).join(', ')
  throw new UnusableInputError(
    `No replica ${replica} of the ${service} runs.`,
    known === ''
      ? 'Leave --replica out: the command runs with the configuration of the service.'
      : `There are: ${known}.`,
  )
}

function nameOf({ name, replica }: ServiceIdentity): string {
  return replica ?? name
}

async function serviceEnvironment(
  service: ExecRequest['service'],
  place: ExecPlace,
  port: number,
): Promise<NodeJS.ProcessEnv> {
  const { environment, secrets, stateDirectory } = place
  const instance = findRunningInstance(stateDirectory)
  const publicUrl = instance?.url ?? configuredUrl(environment)
  if (service === 'frontend') return withoutDatabase(frontendEnvironment(environment, { port, publicUrl }))
  const databaseUrl = await place.databaseUrl()
  const backendSecrets = {
    databaseUrl,
    jwtKeys: await ensureJwtKeys(secrets, new Date()),
    oidcProviders: await readOidcProviders(secrets, environment.settings.security.oidc.providers),
  }
  const role = service === 'worker' ? 'worker' : 'api'
  return {
    ...backendEnvironment(environment, backendSecrets, { role, port, publicUrl }),
    ...databaseVariables(databaseUrl),
  }
}

/** The address of the database in parts, for runbooks, and as libpq's programs look for it. */
export function databaseVariables(databaseUrl: string): Record<string, string> {
  const url = new URL(databaseUrl)
  const [host, port] = [url.searchParams.get('host') ?? url.hostname, url.port || '5432']
  const [name, user] = [decodeURIComponent(url.pathname.slice(1)), decodeURIComponent(url.username)]
  return {
    DB_HOST: host,
    DB_PORT: port,
    DB_NAME: name,
    DB_USER: user,
    PGHOST: host,
    PGPORT: port,
    PGDATABASE: name,
    PGUSER: user,
    ...(url.password === '' ? {} : { PGPASSWORD: decodeURIComponent(url.password) }),
  }
}

/** The frontend has no business with the database, whatever the caller's shell knows about it. */
function withoutDatabase(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(DB_|PG)[A-Z]/.test(name)))
}
