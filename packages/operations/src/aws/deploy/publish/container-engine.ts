import { IncompleteError, OperationError } from '../../../errors.ts'
import { lastLines, runProgram } from '../run-program.ts'
import type { RegistryLogin } from '../../clients/ecr.ts'

export interface EnginePlace {
  readonly repository: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly onLine: (line: string) => void
}

/** In this order; what all of them understand alike is all that is asked of them. */
const ENGINES = ['docker', 'podman', 'finch'] as const
export type EngineName = (typeof ENGINES)[number]

export interface Engine {
  readonly name: EngineName
  /** Whether Docker builds with BuildKit's own command. */
  readonly hasBuildx: boolean
}

export interface ImageBuild {
  /** `123456789012.dkr.ecr.eu-central-1.amazonaws.com/semiont/backend:tag` */
  readonly image: string
  /** Path of the Dockerfile from the root of the repository. */
  readonly dockerfile: string
  readonly commit: string
}

/**
 * An engine that is installed and runs.
 * @throws IncompleteError naming those that were looked for, and what to do without any
 */
export async function findEngine(place: EnginePlace): Promise<Engine> {
  const silent: string[] = []
  for (const name of ENGINES) {
    const info = await tryRun(place, [name, 'info'])
    if (info === undefined) continue
    if (info.code !== 0) {
      silent.push(name)
      continue
    }
    const buildx = name === 'docker' ? await tryRun(place, [name, 'buildx', 'version']) : undefined
    return { name, hasBuildx: buildx?.code === 0 }
  }
  throw silent.length > 0
    ? new IncompleteError(
        `${silent.join(' and ')} is installed, but does not answer.`,
        `Start it, and see: ${silent[0]} info`,
      )
    : new IncompleteError(
        'There is no container engine on this machine to build images with (docker, podman, finch).',
        'Install one, or let CI build and push them and name them with: semiont publish --tag <tag>',
      )
}

/** The line that builds an image for the machines it runs on (arm64). Pure. */
export function buildCommand(engine: Engine, { image, dockerfile, commit }: ImageBuild): [string, ...string[]] {
  const common = [
    ...['--platform', 'linux/arm64', '--file', dockerfile, '--tag', image],
    ...['--label', `org.opencontainers.image.revision=${commit}`],
    '.',
  ]
  // Without provenance the tag names the image itself, whose digest is the one that a running task reports.
  return engine.hasBuildx
    ? [engine.name, 'buildx', 'build', '--provenance=false', '--load', ...common]
    : [engine.name, 'build', ...common]
}

export async function buildImage(place: EnginePlace, engine: Engine, build: ImageBuild): Promise<void> {
  const { code, output } = await run(place, buildCommand(engine, build))
  if (code === 0) return
  const foreign = /exec format error|does not match the specified platform|no match for platform/i.test(output)
  throw new OperationError(
    `${engine.name} could not build ${build.dockerfile}:\n${lastLines(output)}`,
    foreign
      ? 'This machine cannot build for arm64. With Docker: docker run --privileged --rm tonistiigi/binfmt --install arm64; or build on an arm64 machine.'
      : 'Nothing was published. Put right what it says, then type this again.',
  )
}

/** Signs in to the registry; the password goes through standard input, where nobody sees it. */
export async function signIn(
  place: EnginePlace,
  { name }: Engine,
  { user, password, registry }: RegistryLogin,
): Promise<void> {
  const { code, output } = await runProgram([name, 'login', '--username', user, '--password-stdin', registry], {
    ...options(place),
    input: password,
  })
  if (code !== 0)
    throw new OperationError(
      `${name} could not sign in to ${registry}:\n${lastLines(output)}`,
      'Nothing was published. Type this again; the password was a new one and lasts twelve hours.',
    )
}

export async function pushImage(place: EnginePlace, { name }: Engine, image: string): Promise<void> {
  const { code, output } = await run(place, [name, 'push', image])
  if (code !== 0)
    throw new OperationError(
      `${name} could not push ${image}:\n${lastLines(output)}`,
      'What was pushed so far stays; nothing runs it. Type this again to go on.',
    )
}

async function run(place: EnginePlace, command: readonly [string, ...string[]]) {
  return await runProgram(command, { ...options(place), onLine: place.onLine })
}

async function tryRun(place: EnginePlace, command: readonly [string, ...string[]]) {
  try {
    return await runProgram(command, options(place))
  } catch (error) {
    place.signal.throwIfAborted()
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES'))
      return undefined
    throw error
  }
}

function options({ repository, env, signal }: EnginePlace) {
  return { folder: repository, env, signal }
}
