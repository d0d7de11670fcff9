import type { Environment, SecretStore } from '@semiont/config'
import type { Platform } from '@semiont/operations'
import type { AuditTrail } from '@semiont/operations/audit'
import type { DeployLockStore } from '@semiont/operations/deploy-lock'
import type { Programs } from '@semiont/operations/local'
import type { Command } from './command.ts'
import type { Output } from './output.ts'
import type { Prompt } from './prompt.ts'
import type { OutputStreams } from './terminal-output.ts'

/** What a command may use. Everything that takes time to load or open is a function. */
export interface CommandContext {
  /** The project folder: the nearest one upwards that holds `semiont.json` or `.semiont/`, else where the command was typed. */
  readonly directory: string
  /** Where the command was typed: what paths in arguments are relative to. */
  readonly workingDirectory: string
  readonly environmentName: string
  /** @throws ConfigurationError */
  environment(): Promise<Environment>
  secrets(): Promise<SecretStore>
  platform(): Promise<Platform>
  /** The audit trail of the environment, here or where the installation is; also of one whose files cannot be read. */
  trail(): Promise<AuditTrail>
  /** Its deploy lock, likewise. */
  deployLock(): Promise<DeployLockStore>
  /** The folder of Semiont with its sources, which make the stacks and the images; undefined where it came without. */
  readonly repository: string | undefined
  /** The built services that a local installation runs. */
  readonly programs: Programs
  readonly output: Output
  /** Where a program that is run writes, and the live view. Everything else goes through `output`. */
  readonly streams: OutputStreams
  readonly prompt: Prompt
  readonly flags: Flags
  /** Every command there is: for those about commands. */
  readonly commands: readonly Command[]
  /** Variables of the caller's shell. */
  readonly env: NodeJS.ProcessEnv
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  /** Aborted by Ctrl-C and by `--timeout`. */
  readonly signal: AbortSignal
  now(): Date
  /** What the audit trail is to say about this change: states without secrets. */
  recordChange(change: { before?: unknown; after?: unknown }): void
  /**
   * Before a severe change (restore, delete): asks for the environment's name or wants `--confirm=<environment>`, and refuses
   * outside the maintenance windows where these are enforced, unless `--emergency`.
   * @throws RefusedError
   */
  confirmSevere(what: string): Promise<void>
}

export interface Flags {
  readonly json: boolean
  readonly plain: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly dryRun: boolean
  readonly noInput: boolean
  readonly yes: boolean
  readonly confirm: string | undefined
  readonly emergency: string | undefined
  readonly stealLock: string | undefined
  readonly timeoutSeconds: number | undefined
}
