import { findProjectDirectory } from '@semiont/config/project-directory'
import type { Flags } from './context.ts'
import { ClosedPipeError } from './ended-early.ts'
import { envelopeText } from './envelope.ts'
import { type ExplainedError, explainError, isExpected } from './explain-error.ts'
import { details, logFault } from './log-fault.ts'
import type { Output } from './output.ts'
import type { Surroundings } from './surroundings.ts'

export interface Circumstances {
  readonly output: Output
  readonly flags: Pick<Flags, 'json' | 'verbose'>
  readonly surroundings: Surroundings
  readonly command: string
  readonly environment: string
}

/** Tells what went wrong and what to do; keeps what nobody foresaw in a log. Returns the exit code. */
export async function reportError(error: unknown, circumstances: Circumstances): Promise<number> {
  const { output, flags, surroundings, command, environment } = circumstances
  if (error instanceof ClosedPipeError) return error.exitCode
  const at = surroundings.now()
  const explained = isExpected(error) ? explainError(error) : await explainFault(error, { ...circumstances, at })
  if (flags.json) output.answer(envelopeText({ command, environment, at }, explained))
  output.error([explained.message, explained.action ?? ''].join('\n').trimEnd())
  if (flags.verbose) output.error(details(error))
  return explained.exitCode
}

async function explainFault(error: unknown, at: Circumstances & { at: Date }): Promise<ExplainedError> {
  const directory = findProjectDirectory(at.surroundings.directory)
  const file = logFault({ error, command: at.command, environment: at.environment, at: at.at }, directory)
  const contact = await findContact(directory, at.environment)
  const kept = file === undefined ? 'Show the details with --verbose' : `The details are in ${file}`
  return {
    ...explainError(error),
    action: `This was not foreseen. ${kept}; please report it with them${contact}.`,
  }
}

/** Who looks after this installation, where its settings can be read and say it. */
async function findContact(directory: string, environment: string): Promise<string> {
  try {
    const { loadEnvironment } = await import('@semiont/config')
    const contact = (await loadEnvironment(directory, environment)).settings.site.contacts.primary
    if (!contact) return ''
    return ` to ${contact.email === undefined ? contact.name : `${contact.name} <${contact.email}>`}`
  } catch {
    return ''
  }
}
