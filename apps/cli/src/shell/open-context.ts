import type { Environment, SecretStore } from '@semiont/config'
import { stateDirectoryOf } from '@semiont/config/project-directory'
import type { Platform } from '@semiont/operations'
import { confirmSevere } from './confirm-severe.ts'
import type { Command } from './command.ts'
import type { CommandContext, Flags } from './context.ts'
import type { Output } from './output.ts'
import type { Surroundings } from './surroundings.ts'
import { openPrompt } from './terminal-prompt.ts'

export interface ContextOptions {
  readonly surroundings: Surroundings
  readonly directory: string
  readonly environmentName: string
  readonly flags: Flags
  readonly output: Output
  readonly commands: readonly Command[]
  readonly signal: AbortSignal
  recordChange(change: { before?: unknown; after?: unknown }): void
}

/** Opens each part when it is first asked for: most commands need few of them. */
export function openContext(options: ContextOptions): CommandContext {
  const { surroundings, directory, environmentName, flags, output, signal } = options
  const prompt = openPrompt(surroundings, flags, signal)
  const environment = once(async (): Promise<Environment> => {
    const { loadEnvironment } = await import('@semiont/config')
    return await loadEnvironment(directory, environmentName)
  })
  const secrets = once(async (): Promise<SecretStore> => {
    const opened = await environment()
    if (opened.settings.platform === 'aws') return (await platform()).secrets
    const { openSecretStore } = await import('@semiont/config')
    return openSecretStore(opened)
  })
  const platform = once(async (): Promise<Platform> => {
    const opened = await environment()
    if (opened.settings.platform === 'aws') {
      const { openAwsPlatform } = await import('@semiont/operations/aws')
      return openAwsPlatform({ environment: opened, signal })
    }
    const { openLocalPlatform } = await import('@semiont/operations/local')
    return openLocalPlatform({
      environment: opened,
      secrets: await secrets(),
      programs: surroundings.programs,
      databaseUrl: surroundings.env['DATABASE_URL'] || undefined,
    })
  })
  const place = { directory: options.directory, name: options.environmentName }
  const onAws = async () => await environment().then(onAwsIfPlaced, () => undefined)
  const trail = once(async () => {
    const opened = await onAws()
    const { fileTrail, openTrail } = await import('@semiont/operations/audit')
    return opened ? await openTrail(opened, (text) => output.error(text)) : fileTrail(stateDirectoryOf(place))
  })
  const deployLock = once(async () => {
    const opened = await onAws()
    const { fileLockStore, openDeployLock } = await import('@semiont/operations/deploy-lock')
    return opened ? await openDeployLock(opened) : fileLockStore(stateDirectoryOf(place))
  })
  const context: CommandContext = {
    directory,
    workingDirectory: surroundings.directory,
    environmentName,
    environment,
    secrets,
    platform,
    trail,
    deployLock,
    repository: surroundings.repository,
    programs: surroundings.programs,
    output,
    streams: { stdout: surroundings.stdout, stderr: surroundings.stderr },
    prompt,
    flags,
    commands: options.commands,
    env: surroundings.env,
    input: surroundings.input,
    signal,
    now: () => surroundings.now(),
    recordChange: (change) => options.recordChange(change),
    confirmSevere: (what) => confirmSevere(context, what),
  }
  return context
}

/**
 * Undefined for an installation on this machine, and where an environment does not say yet in which account it is: what is
 * recorded until then is kept here, and handed on.
 */
function onAwsIfPlaced(environment: Environment): Environment | undefined {
  const { platform, aws } = environment.settings
  return platform === 'aws' && aws?.account !== undefined && aws.region !== undefined ? environment : undefined
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  return () => (made ??= make())
}
