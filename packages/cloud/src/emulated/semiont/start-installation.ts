import { type EmulatedAws, startEmulatedAws } from '../emulated-aws.ts'
import { pythonPrograms } from '../programs.ts'
import type { RecordedFacts } from '../recorded-facts.ts'
import { FACTS, seed } from '../seed.ts'
import { synthesizedStacks } from '../synthesized-stacks.ts'
import { makeProjectFolder } from './project-folder.ts'
import { type Operator, type Said, semiontOnAws, type TypedOptions, typeOnAws } from './semiont-on-aws.ts'

export interface InstallationOptions {
  /** What else has happened in the account. */
  readonly facts?: Partial<RecordedFacts>
  /** `migrated`: with the application's role and tables, made by the tasks of the templates. By default it is empty. */
  readonly database?: 'empty' | 'migrated'
  /** `infrastructure`: the application was never deployed, and nothing has happened yet. By default both are there. */
  readonly deployed?: 'infrastructure' | 'both'
}

/** An installation on AWS that has run for a while, and someone at a shell to look after it. */
export interface Installation {
  readonly aws: EmulatedAws
  /** The project of the operator, with `environments/production.json`. */
  readonly folder: string
  /** Folder that goes first on the PATH of the operator. */
  readonly programs: string
  /** Runs the built command line, in the environment `production`. */
  semiont: (args: readonly string[], options?: TypedOptions) => Promise<Said>
  /** Types a line into bash. */
  type: (line: string, options?: TypedOptions) => Promise<Said>
  stop: () => Promise<void>
}

/** Both stacks in an emulated account, and a project whose environment `production` is that account. */
export async function startInstallation({
  facts = {},
  database,
  deployed = 'both',
}: InstallationOptions = {}): Promise<Installation> {
  const project = makeProjectFolder()
  try {
    const isWhole = deployed === 'both'
    const stacks = isWhole ? undefined : (['SemiontInfraStack'] as const)
    const aws = await startEmulatedAws(pythonPrograms(), synthesizedStacks(), { ...FACTS, ...facts }, stacks)
    if (isWhole) await seed(aws)
    if (database === 'migrated') await aws.fargate.migrate()
    const path = `${project.programs}:${aws.variables['PATH']}`
    const operator: Operator = {
      folder: project.folder,
      variables: { ...aws.variables, PATH: path, SEMIONT_ENV: 'production', NO_COLOR: '1' },
    }
    return {
      aws,
      folder: project.folder,
      programs: project.programs,
      semiont: async (args, options) => await semiontOnAws(operator, args, options),
      type: async (line, options) => await typeOnAws(operator, line, options),
      stop: async () => {
        await aws.stop()
        project.remove()
      },
    }
  } catch (error) {
    project.remove()
    throw error
  }
}
