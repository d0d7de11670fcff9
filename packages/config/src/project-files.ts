import { posix } from 'node:path'
import { environmentFile, PROJECT_FILE } from './layers.ts'
import type { Settings } from './merge-settings.ts'

export interface ProjectAnswers {
  readonly name: string
  readonly adminEmail?: string
  /** E-mail domains that may sign in through a provider. */
  readonly domains: readonly string[]
  /** Folder of the JSON Schemas as seen from the project folder, with slashes. */
  readonly schemaFolder: string
}

/**
 * The files of a new project. The three environments can run on one machine side by side. Staging extends production, so that
 * what is tried there is what production has.
 */
export function projectFiles({ name, adminEmail, domains, schemaFolder }: ProjectAnswers): Record<string, Settings> {
  const schema = { $schema: posix.join('..', schemaFolder, 'environment.schema.json') }
  return {
    [PROJECT_FILE]: {
      $schema: relative(schemaFolder, 'semiont.schema.json'),
      project: projectName(name),
      site: { name, ...(adminEmail === undefined ? {} : { adminEmail }), oauthAllowedDomains: domains },
    },
    [environmentFile('local')]: { ...schema, platform: 'local', services: { frontDoor: { port: 4000 } } },
    [environmentFile('production')]: {
      ...schema,
      platform: 'local',
      services: { frontDoor: { port: 4200 }, backend: { replicas: 2 }, frontend: { replicas: 2 } },
      maintenance: { enforceWindows: true },
    },
    [environmentFile('staging')]: {
      ...schema,
      _extends: 'production',
      services: { frontDoor: { port: 4100 } },
      maintenance: { enforceWindows: false },
    },
  }
}

function relative(folder: string, file: string): string {
  const path = posix.join(folder, file)
  return path.startsWith('.') ? path : `./${path}`
}

function projectName(name: string): string {
  return (
    name
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'semiont'
  )
}
