import { OperationError } from '../../errors.ts'
import {
  PROCESS_SERVICES,
  type PlatformStatus,
  SERVICES,
  type ServiceName,
  type ServiceState,
  type ServiceStatus,
} from '../../platform/platform.ts'
import type { AwsConnection } from '../account/connection.ts'
import { readStackOutputs } from '../account/stack-outputs.ts'
import { type DatabaseInstance, findDatabaseInstance } from '../clients/rds.ts'
import { type FileSystem, findFileSystem } from '../clients/efs.ts'
import { judgeService } from './judge-service.ts'
import { gatherServices } from './service-facts.ts'

/**
 * What runs of an installation on AWS. A part that cannot be asked is unknown, with the reason.
 * @throws what AWS refused when nothing at all could be learned
 */
export async function readAwsStatus(connection: AwsConnection): Promise<PlatformStatus> {
  const infra = readStackOutputs(connection, 'infra')
  const parts = await Promise.allSettled([
    gatherServices(connection, PROCESS_SERVICES).then((facts) => facts.map(judgeService)),
    infra.then((outputs) => readDatabase(connection, outputs.get('DatabaseIdentifier'))),
    infra.then((outputs) => readStorage(connection, outputs.get('EFSFileSystemId'))),
  ])
  const [processes, database, storage] = parts
  // Where neither stack is there, the first to make is the one that this names.
  if (processes.status === 'rejected' && database.status === 'rejected' && storage.status === 'rejected')
    throw database.reason
  const all = [
    ...(processes.status === 'fulfilled'
      ? processes.value
      : PROCESS_SERVICES.map((service) => single(service, 'unknown', saidBy(processes.reason)))),
    database.status === 'fulfilled' ? database.value : single('database', 'unknown', saidBy(database.reason)),
    storage.status === 'fulfilled' ? storage.value : single('storage', 'unknown', saidBy(storage.reason)),
  ]
  return {
    running: isUp(all),
    url: await findUrl(connection),
    startedAt: null,
    services: SERVICES.flatMap((name) => all.filter(({ service }) => service === name)),
  }
}

/** It is down only where that is known of every service. */
function isUp(all: readonly ServiceStatus[]): boolean {
  return all.some(({ service, state }) => PROCESS_SERVICES.some((name) => name === service) && state !== 'stopped')
}

/** The address is a convenience: without it the rest is as good. */
async function findUrl(connection: AwsConnection): Promise<string | null> {
  return await readStackOutputs(connection, 'app').then(
    (outputs) => outputs.find('SiteUrl') ?? null,
    () => null,
  )
}

async function readDatabase(connection: AwsConnection, identifier: string): Promise<ServiceStatus> {
  const database = await findDatabaseInstance(connection, identifier)
  if (database === undefined) return single('database', 'failing', `There is no database ${identifier}.`)
  const [state, detail] = judgeDatabase(database)
  return single('database', state, detail)
}

const DATABASE_SERVES = [
  'available',
  'backing-up',
  'modifying',
  'storage-optimization',
  'configuring-enhanced-monitoring',
]
const DATABASE_COMES = ['creating', 'starting', 'rebooting', 'maintenance', 'upgrading', 'resetting-master-credentials']

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html (DB instance status) */
export function judgeDatabase({ status }: Pick<DatabaseInstance, 'status'>): readonly [ServiceState, string | null] {
  if (status === 'available') return ['healthy', null]
  const said = `RDS says ${status}.`
  if (DATABASE_SERVES.includes(status)) return ['healthy', said]
  if (DATABASE_COMES.includes(status)) return ['starting', said]
  if (status === 'stopped' || status === 'stopping') return ['stopped', said]
  return ['failing', said]
}

async function readStorage(connection: AwsConnection, id: string): Promise<ServiceStatus> {
  const system = await findFileSystem(connection, id)
  if (system === undefined) return single('storage', 'failing', `There is no file system ${id}.`)
  const [state, detail] = judgeFileSystem(system)
  return single('storage', state, detail)
}

/** @see https://docs.aws.amazon.com/efs/latest/ug/API_FileSystemDescription.html (LifeCycleState) */
export function judgeFileSystem({
  state,
  mountTargets,
}: Pick<FileSystem, 'state' | 'mountTargets'>): readonly [ServiceState, string | null] {
  const said = `EFS says ${state}.`
  if (state === 'creating') return ['starting', said]
  if (state !== 'available' && state !== 'updating') return ['failing', said]
  if (mountTargets === 0) return ['failing', 'It has no mount target: no task can reach it.']
  return ['healthy', state === 'available' ? null : said]
}

function single(service: ServiceName, state: ServiceState, detail: string | null): ServiceStatus {
  return { service, state, running: state === 'healthy' ? 1 : 0, desired: 1, replicas: [], detail }
}

function saidBy(reason: unknown): string {
  if (reason instanceof OperationError) return `${reason.message} ${reason.action}`
  return reason instanceof Error ? reason.message : String(reason)
}
