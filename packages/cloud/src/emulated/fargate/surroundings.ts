import { resolve } from 'node:path'
import type { ContainerDefinition, Overrides, TaskDefinition, Variable } from './definitions.ts'

const BACKEND = resolve(import.meta.dirname, '../../../../../apps/backend/dist/main.js')

/** Where on this machine stands what a task finds in its network. */
export interface Place {
  /** By the address of its instance in RDS. */
  readonly databases: ReadonlyMap<string, { readonly host: string; readonly port: number }>
  /** Folders, by the id of the file system. */
  folderOf: (fileSystemId: string) => string
  /** What every process here needs, and what AWS gives a task to reach it. */
  readonly base: NodeJS.ProcessEnv
}

/** What a container runs, and with which variables. */
export interface Surroundings {
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
}

/** Program of an image, by the name of its repository; none for what cannot run here. */
export function programOf(image: string): string | undefined {
  return /\/semiont\/backend[:@]/.test(image) ? BACKEND : undefined
}

/**
 * Command and variables of a container as its definition and RunTask say, with the addresses and paths of this machine in
 * place of those in the cloud. The database here has no certificate of RDS: DB_SSL is off.
 */
export function surroundingsOf(
  definition: TaskDefinition,
  container: ContainerDefinition,
  { secrets, overrides, place }: { secrets: Readonly<Record<string, string>>; overrides: Overrides; place: Place },
): Surroundings {
  const override = overrides.containerOverrides?.find(({ name }) => name === container.name)
  const given: Record<string, string> = {
    ...valuesOf(container.environment),
    ...secrets,
    ...valuesOf(override?.environment),
  }
  const here = (text: string) => pathHere(text, mountsOf(definition, container), place)
  const env = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, here(value)]))
  const args = (override?.command ?? container.command ?? []).map(here)
  return { args, env: { ...place.base, ...env, ...databaseHere(given['DB_HOST'], place) } }
}

function valuesOf(variables: readonly Variable[] = []): Record<string, string> {
  return Object.fromEntries(variables.map(({ name, value }) => [name, value]))
}

function databaseHere(host: string | undefined, { databases }: Place): Record<string, string> {
  const database = host === undefined ? undefined : databases.get(host)
  if (database === undefined) return {}
  return { DB_HOST: database.host, DB_PORT: String(database.port), DB_SSL: 'disable' }
}

type Mounts = readonly { readonly path: string; readonly fileSystemId: string }[]

function mountsOf({ volumes = [] }: TaskDefinition, { mountPoints = [] }: ContainerDefinition): Mounts {
  return mountPoints.flatMap(({ sourceVolume, containerPath: path }) => {
    const volume = volumes.find(({ name }) => name === sourceVolume)
    const fileSystemId = volume?.efsVolumeConfiguration?.fileSystemId
    return path === undefined || fileSystemId === undefined ? [] : [{ path, fileSystemId }]
  })
}

function pathHere(text: string, mounts: Mounts, { folderOf }: Place): string {
  const mount = mounts.find(({ path }) => text === path || text.startsWith(`${path}/`))
  return mount === undefined ? text : `${folderOf(mount.fileSystemId)}${text.slice(mount.path.length)}`
}
