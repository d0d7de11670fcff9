import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { dataDirectoryOf, type Environment } from '@semiont/config'
import {
  PROCESS_SERVICES,
  type PlatformStatus,
  type ProcessService,
  SERVICES,
  type ServiceName,
  type ServiceState,
  type ServiceStatus,
} from '../platform/platform.ts'
import { askStatus } from './control/control-client.ts'
import type { RunningInstance } from './instance-lock.ts'
import type { LocalDatabase } from './local-database.ts'

/** What runs of an installation on this machine. What the supervisor does not tell is unknown, never fine. */
export async function readLocalStatus(options: {
  environment: Environment
  instance: RunningInstance | undefined
  database: LocalDatabase
}): Promise<PlatformStatus> {
  const { environment, instance, database } = options
  const [processes, databaseStatus, storage] = await Promise.all([
    instance ? processServices(environment, instance) : stoppedServices(environment),
    instance ? databaseService(database) : single('database', 'stopped', 'Semiont does not run.'),
    storageService(environment, instance !== undefined),
  ])
  const isStarting = processes.some(({ state }) => state === 'starting')
  const all = [...processes, ...[databaseStatus, storage].map((status) => (isStarting ? asStarting(status) : status))]
  return {
    running: instance !== undefined,
    url: instance?.url ?? null,
    startedAt: instance?.startedAt ?? null,
    services: SERVICES.flatMap((name) => all.filter(({ service }) => service === name)),
  }
}

async function processServices(environment: Environment, instance: RunningInstance): Promise<readonly ServiceStatus[]> {
  const unknown = (detail: string) =>
    PROCESS_SERVICES.map((service) => withoutReplicas(environment, service, 'unknown', detail))
  if (!instance.control) return unknown('It was started by a version of Semiont that does not tell.')
  return await askStatus(instance.control).then(
    ({ services }) => services,
    (error: Error) => unknown(error.message),
  )
}

function stoppedServices(environment: Environment): ServiceStatus[] {
  return PROCESS_SERVICES.map((service) => withoutReplicas(environment, service, 'stopped', 'Semiont does not run.'))
}

function withoutReplicas(
  { settings }: Environment,
  service: ProcessService,
  state: ServiceState,
  detail: string,
): ServiceStatus {
  return { service, state, running: 0, desired: settings.services[service].replicas, replicas: [], detail }
}

async function databaseService(database: LocalDatabase): Promise<ServiceStatus> {
  const fault = await database.findFault()
  return fault === undefined ? single('database', 'healthy', null) : single('database', 'failing', fault)
}

async function storageService(environment: Environment, isRunning: boolean): Promise<ServiceStatus> {
  const folder = dataDirectoryOf(environment)
  const usable = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (usable) return single('storage', 'healthy', null)
  return isRunning
    ? single('storage', 'failing', `${folder} cannot be read and written.`)
    : single('storage', 'stopped', `${folder} is not there yet.`)
}

/** While the services start, what they need may not be there yet; that is no failure. */
function asStarting(status: ServiceStatus): ServiceStatus {
  return status.state === 'failing' ? { ...status, state: 'starting' } : status
}

function single(service: ServiceName, state: ServiceState, detail: string | null): ServiceStatus {
  return { service, state, running: state === 'healthy' ? 1 : 0, desired: 1, replicas: [], detail }
}
