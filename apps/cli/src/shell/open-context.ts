import type { Environment, SecretStore } from '@semiont/config'
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
  const context: CommandContext = {
    directory,
    workingDirectory: surroundings.directory,
    environmentName,
    environment,
    secrets,
    platform,
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

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  return () => (made ??= make())
}
